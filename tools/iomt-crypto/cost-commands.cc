// SPDX-License-Identifier: GPL-2.0-only

#include "cost-commands.h"

#include "options.h"

#include "ns3/cipher-suite.h"
#include "ns3/device-profile.h"
#include "ns3/key-encapsulation.h"
#include "ns3/object-protection.h"
#include "ns3/operation-counts.h"
#include "ns3/seeded-random.h"

#include <iostream>
#include <memory>
#include <optional>
#include <stdexcept>

namespace ns3::iomt
{

namespace
{

/// One for each place: wearables small and large, phone, gateway, server.
const char* const PROCESSORS = "cortex-m0plus,nrf52840,nrf52840-ccm,esp32,smartphone,cortex-a72,"
                               "x86-64";

/// What a step did, as counted.
template <class Step>
OperationCounts
CountsOf(Step step)
{
    const OperationScope scope;
    step();
    return scope.Counts();
}

/// A protection at work, keys made.
class Sender
{
  public:
    Sender(const std::string& name, const KeyAccess& access)
        : m_protection(ObjectProtections().Create(name)),
          m_cipher(CreateCipherSuite(m_protection->cipher)),
          m_random(SeededRandom(ToBytes("iomt-crypto costs")))
    {
        m_cipher->SetKey(RandomOctets(m_random, m_cipher->KeySize()));
        if (!m_protection->encapsulation.empty())
        {
            m_encapsulation = Registry<KeyEncapsulation>::Get().Create(m_protection->encapsulation);
            m_encapsulation->MakeKeys(m_random, access);
        }
    }

    /// @return whether its keys travel
    bool Encapsulates() const
    {
        return m_encapsulation != nullptr;
    }

    /// @param header set to what travels @return what handing a key over did
    OperationCounts Encapsulate(Bytes& header)
    {
        return CountsOf([&] {
            header = m_encapsulation->Encapsulate(m_cipher->KeySize(), Use(), m_random).header;
        });
    }

    /// @param header of Encapsulate @return what taking the key over did
    OperationCounts Decapsulate(const Bytes& header)
    {
        return CountsOf([&] {
            if (!m_encapsulation->Decapsulate(header, m_cipher->KeySize(), Use()))
            {
                throw std::logic_error("a key does not arrive");
            }
        });
    }

    /// @param size of the text [octets] @return what sealing it did under a kept key
    OperationCounts Seal(std::size_t size)
    {
        const Bytes nonce(m_cipher->NonceSize());
        return CountsOf([&] { m_sealed = m_cipher->Seal(nonce, {}, Bytes(size, 1)); });
    }

    /// @return what Seal last gave
    const Bytes& Sealed() const
    {
        return m_sealed;
    }

  private:
    const std::string& Use() const
    {
        return m_protection->cipher;
    }

    std::unique_ptr<ObjectProtection> m_protection;
    std::unique_ptr<CipherSuite> m_cipher;
    std::unique_ptr<KeyEncapsulation> m_encapsulation;
    SecretRandom m_random;
    Bytes m_sealed;
};

/// What processors need for counted operations, a line each.
class Table
{
  public:
    Table(const Options& options, const std::string& variable)
    {
        const Options given({"--processors", options.Get("processors", PROCESSORS)},
                            {"processors"});
        for (const std::string& name : given.GetList("processors"))
        {
            try
            {
                m_processors.push_back(LoadProcessorProfile(name));
            }
            catch (const ProfileError& error)
            {
                throw std::invalid_argument(std::string("--processors: ") + error.what());
            }
        }
        std::cout << "suite," << variable << ",step,octets,processor,time_ms,energy_mj\n";
    }

    /// @param share of the work that is told, as where one key serves many readings
    void Add(const std::string& suite,
             std::size_t variable,
             const std::string& step,
             double octets,
             const std::vector<std::pair<OperationCounts, double>>& work) const
    {
        for (const ProcessorProfile& processor : m_processors)
        {
            double cycles = 0;
            for (const auto& [counts, share] : work)
            {
                cycles += share * processor.Cycles(counts);
            }
            const double seconds = cycles / processor.clockHz;
            std::cout << suite << "," << variable << "," << step << "," << octets << ","
                      << processor.name << "," << 1e3 * seconds << ","
                      << seconds * processor.activeMw << "\n";
        }
    }

  private:
    std::vector<ProcessorProfile> m_processors;
};

/// Policy and attributes of so many, all of which are wanted.
KeyAccess
AccessOf(std::size_t attributes)
{
    KeyAccess access{"", ""};
    for (std::size_t i = 1; i <= attributes; ++i)
    {
        const std::string attribute = "attribute:" + std::to_string(i);
        access.policy += (i == 1 ? "" : " and ") + attribute;
        access.attributes += (i == 1 ? "" : ", ") + attribute;
    }
    return access;
}

/// Every suite over the length of a message.
void
Sizes(const Options& options)
{
    const Table table(options, "message_octets");
    for (const std::string& suite : ObjectProtections().Names())
    {
        Sender sender(suite, KeyAccess());
        Bytes header;
        OperationCounts key;
        const bool each = sender.Encapsulates() && suite.find('+') == std::string::npos;
        if (sender.Encapsulates() && !each)
        {
            continue; // sealing is that of their cipher; `rekeying` shares out the rest
        }
        if (each)
        {
            key = sender.Encapsulate(header);
        }
        for (std::size_t size = 16; size <= 1U << 20; size *= 4)
        {
            OperationCounts sealing;
            try
            {
                sealing = sender.Seal(size);
            }
            catch (const std::invalid_argument&)
            {
                break; // longer than the suite takes: CCM with two octets for the length
            }
            table.Add(suite,
                      size,
                      "seal",
                      static_cast<double>(header.size() + sender.Sealed().size()),
                      {{key, 1}, {sealing, 1}});
        }
    }
}

/// Attribute-based encryption for each reading of 64 octets, and with AES, over attributes.
void
Attributes(const Options& options)
{
    const Table table(options, "attributes");
    for (const std::string suite :
         {"cp-abe", "kp-abe", "bsw07", "gpsw06", "aes-128-gcm+cp-abe", "aes-128-gcm+kp-abe"})
    {
        const std::unique_ptr<ObjectProtection> protection = ObjectProtections().Create(suite);
        const double perKey = static_cast<double>(protection->messagesPerKey);
        const double perHeader = static_cast<double>(protection->announce);
        for (const std::size_t count : {1, 2, 5, 10, 15, 20, 25, 30})
        {
            Sender sender(suite, AccessOf(count));
            Bytes header;
            const OperationCounts wrap = sender.Encapsulate(header);
            const OperationCounts unwrap = sender.Decapsulate(header);
            const OperationCounts seal = sender.Seal(64);
            const double octets = static_cast<double>(sender.Sealed().size()) +
                                  static_cast<double>(header.size()) / perHeader;
            table.Add(suite, count, "encrypt", octets, {{wrap, 1 / perKey}, {seal, 1}});
            // Opening does what sealing did.
            table.Add(suite, count, "decrypt", octets, {{unwrap, 1 / perKey}, {seal, 1}});
        }
    }
}

/// What a reading of 64 octets costs, over the number of readings under one key.
void
Rekeying(const Options& options)
{
    const Table table(options, "readings_per_key");
    for (const std::string suite : {"rsa-2048", "cp-abe", "kp-abe"})
    {
        Sender sender(suite, KeyAccess());
        Bytes header;
        const OperationCounts wrap = sender.Encapsulate(header);
        const OperationCounts seal = sender.Seal(64);
        for (const std::size_t readings : {1, 2, 5, 10, 20, 60, 100, 200, 600, 1000, 10000})
        {
            const double share = 1 / static_cast<double>(readings);
            table.Add(suite,
                      readings,
                      "seal",
                      static_cast<double>(sender.Sealed().size()) +
                          static_cast<double>(header.size()) * share,
                      {{wrap, share}, {seal, 1}});
        }
    }
}

} // namespace

int
Costs(const std::vector<std::string>& arguments)
{
    const std::string name = arguments.empty() ? "" : arguments.front();
    void (*const print)(const Options&) = name == "sizes"        ? Sizes
                                          : name == "attributes" ? Attributes
                                          : name == "rekeying"   ? Rekeying
                                                                 : nullptr;
    if (print == nullptr)
    {
        throw std::invalid_argument("no table '" + name + "'; tables: sizes attributes rekeying");
    }
    print(Options({arguments.begin() + 1, arguments.end()}, {"processors"}));
    return 0;
}

} // namespace ns3::iomt
