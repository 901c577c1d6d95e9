// SPDX-License-Identifier: GPL-2.0-only
// What pairings, attribute-based encryption and sealing cost this host, as a line of JSON: medians
// over passes, each of which measures everything once, so that what else the machine does hits all.

#include "ns3/abe-encoding.h"
#include "ns3/abe-kem.h"
#include "ns3/bls12-381.h"
#include "ns3/cipher-suite.h"
#include "ns3/operation-counts.h"

#include <algorithm>
#include <cstddef>
#include <ctime>
#include <functional>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <utility>
#include <vector>

using namespace ns3::iomt;

namespace
{

const char* const DST = "IOMT-BENCHMARK-BLS12381G1_XMD:SHA-256_SSWU_RO_";

/// @return time this thread had a processor [s]: others that run beside it hardly matter
double
Now()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// A step to measure: run it so many times.
using Step = std::function<void(std::size_t)>;

/// Keeps results, so that no step is optimised away.
uint64_t g_kept = 0;

template <class T>
void
Keep(const T& value)
{
    g_kept += *reinterpret_cast<const unsigned char*>(&value);
}

/// Measures steps in turn.
class Bench
{
  public:
    /// @param name of the figure, ending in its unit @param backend of the field arithmetic
    void Add(const std::string& name, const std::string& backend, Step step)
    {
        m_entries.push_back({name, backend, std::move(step), 1, {}});
    }

    /// @param passes how often everything is measured @param seconds how long a step takes at least
    void Run(int passes, double seconds)
    {
        for (Entry& entry : m_entries)
        {
            bls::SetBackend(entry.backend);
            while (Seconds(entry) < seconds)
            {
                entry.times *= 2;
            }
        }
        for (int pass = 0; pass < passes; ++pass)
        {
            for (Entry& entry : m_entries)
            {
                bls::SetBackend(entry.backend);
                entry.seconds.push_back(Seconds(entry) / static_cast<double>(entry.times));
            }
        }
    }

    /// @return the median of each figure, in its unit
    nlohmann::ordered_json Medians() const
    {
        nlohmann::ordered_json medians;
        for (const Entry& entry : m_entries)
        {
            std::vector<double> sorted = entry.seconds;
            const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
            std::nth_element(sorted.begin(), middle, sorted.end());
            const std::string unit = entry.name.substr(entry.name.rfind('_'));
            medians[entry.name] = *middle * (unit == "_ms" ? 1e3 : unit == "_us" ? 1e6 : 1e9);
        }
        return medians;
    }

  private:
    struct Entry
    {
        std::string name;
        std::string backend;
        Step step;
        std::size_t times;
        std::vector<double> seconds;
    };

    static double Seconds(const Entry& entry)
    {
        const double begin = Now();
        entry.step(entry.times);
        return Now() - begin;
    }

    std::vector<Entry> m_entries;
};

/// Points and scalars, a few of each, so that no two runs in a row are alike.
struct Inputs
{
    static constexpr std::size_t COUNT = 16;

    std::vector<bls::Scalar> scalars;
    std::vector<bls::G1> g1;
    std::vector<bls::G2> g2;
    std::vector<bls::Gt> gt;

    explicit Inputs(const std::function<uint64_t()>& draw)
    {
        for (std::size_t i = 0; i < COUNT; ++i)
        {
            scalars.push_back(bls::Scalar::Random(draw));
            g1.push_back(bls::G1::Generator() * bls::Scalar::Random(draw));
            g2.push_back(bls::G2::Generator() * bls::Scalar::Random(draw));
            gt.push_back(bls::Gt::Generator().Power(bls::Scalar::Random(draw)));
        }
    }
};

void
AddCurve(Bench& bench, const Inputs& in, const std::string& backend, const std::string& tag)
{
    constexpr std::size_t N = Inputs::COUNT;
    const auto add = [&](const std::string& name, auto one) {
        bench.Add(name + tag + "_us", backend, [one](std::size_t times) {
            for (std::size_t i = 0; i < times; ++i)
            {
                Keep(one(i));
            }
        });
    };
    add("pairing", [&in](std::size_t i) { return bls::Pairing(in.g1[i % N], in.g2[i % N]); });
    add("pairing3", [&in](std::size_t i) {
        return bls::PairingProduct({{in.g1[i % N], in.g2[(i + 1) % N]},
                                    {in.g1[(i + 2) % N], in.g2[(i + 3) % N]},
                                    {in.g1[(i + 4) % N], in.g2[(i + 5) % N]}});
    });
    add("g1_mul", [&in](std::size_t i) { return in.g1[i % N] * in.scalars[(i + 1) % N]; });
    add("g2_mul", [&in](std::size_t i) { return in.g2[i % N] * in.scalars[(i + 1) % N]; });
    add("gt_exp", [&in](std::size_t i) { return in.gt[i % N].Power(in.scalars[(i + 1) % N]); });
    add("hash_to_g1",
        [](std::size_t i) { return bls::G1::Hash(ToBytes("role:" + std::to_string(i)), DST); });
}

void
AddSuite(Bench& bench, const std::string& suite, const std::string& name, std::size_t size)
{
    std::shared_ptr<CipherSuite> cipher = CreateCipherSuite(suite);
    cipher->SetKey(Bytes(cipher->KeySize(), 1));
    Bytes nonce(cipher->NonceSize());
    const Bytes plaintext(size, 2);
    bench.Add(name, bls::Backend(), [cipher, nonce, plaintext](std::size_t times) mutable {
        for (std::size_t i = 0; i < times; ++i)
        {
            ++nonce[i % 8];
            Keep(cipher->Seal(nonce, {}, plaintext).back());
        }
    });
}

/// Keys are in memory. "encrypt" makes the octets of a ciphertext of 64 octets; "decrypt" has the
/// header's points in memory, as publications measure it, and "open" starts from octets, of which
/// every point is checked.
void
AddAbe(Bench& bench, const std::string& scheme, const std::string& name, std::size_t attributes)
{
    const auto kem = std::make_shared<AbeKem>(scheme);
    const auto generator = std::make_shared<std::mt19937_64>(attributes);
    const AbeRandom random = [generator] { return (*generator)(); };
    std::string list;
    std::string policy;
    for (std::size_t i = 0; i < attributes; ++i)
    {
        const std::string attribute = "dept:" + std::to_string(i);
        list += (i == 0 ? "" : ", ") + attribute;
        policy += (i == 0 ? "" : " and ") + attribute;
    }
    const bool small = kem->Scheme().NeedsUniverse();
    const bool inKey = kem->Scheme().HasPolicy(AbeKind::USER_KEY);
    const AbeAuthority authority =
        kem->Setup(small ? ParseAbeAttributes(list) : AbeAttributes{}, random);
    const std::string ofKey = inKey ? policy : list;
    const std::string ofData = inKey ? list : policy;
    const AbeObject userKey = kem->KeyGen(authority.masterKey, ofKey, {}, random);
    const auto seal = [=] {
        return kem->Seal(authority.publicKey, ofData, "", "aes-128-gcm", {}, Bytes(64, 3), random);
    };
    const Bytes sealed = seal();
    const std::string end = "_" + std::to_string(attributes) + "_ms";
    const auto add = [&](const std::string& step, auto one) {
        bench.Add(name + "_" + step + end, bls::Backend(), [one](std::size_t times) {
            for (std::size_t i = 0; i < times; ++i)
            {
                Keep(one());
            }
        });
    };
    add("keygen",
        [=] { return kem->KeyGen(authority.masterKey, ofKey, {}, random).elements.g1.size(); });
    add("encrypt", [=] { return seal().back(); });
    add("open", [=] { return kem->Open(userKey, {}, sealed).value().back(); });
    const std::optional<AbeObject> header =
        DecodeAbe(kem->Wrap(authority.publicKey, ofData, "", "", 16, random).header);
    add("decrypt", [=] { return kem->Scheme().Decapsulate(userKey, *header).value().back(); });
}

void
AddCounting(Bench& bench)
{
    bench.Add("count_ns", bls::Backend(), [](std::size_t times) {
        for (std::size_t i = 0; i < times; ++i)
        {
            RunningOperations().Add(Operation::AES_BLOCK, i);
        }
    });
}

} // namespace

int
main(int argc, char* argv[])
{
    int passes = 9;
    double seconds = 0.004;
    for (int i = 1; i < argc; ++i)
    {
        if (std::string(argv[i]) == "--quick")
        {
            // For the test that it runs; the figures are worth nothing.
            passes = 1;
            seconds = 0;
        }
        else
        {
            std::cerr << "usage: crypto-costs [--quick]\n";
            return 2;
        }
    }
    // A sequence that repeats: the same inputs in every round.
    std::mt19937_64 generator(1);
    const Inputs inputs([&generator] { return generator(); });
    const std::string fastest = bls::Backend();
    Bench bench;
    AddCurve(bench, inputs, fastest, "");
    AddAbe(bench, "fabeo-cp", "fabeo_cp", 10);
    AddAbe(bench, "fabeo-cp", "fabeo_cp", 30);
    AddAbe(bench, "fabeo-kp", "fabeo_kp", 10);
    AddAbe(bench, "bsw07", "bsw07", 10);
    AddAbe(bench, "gpsw06", "gpsw06", 10);
    AddSuite(bench, "aes-128-gcm", "aes_128_gcm_64_us", 64);
    AddSuite(bench, "aes-128-ccm", "aes_128_ccm_64_us", 64);
    AddCounting(bench);
    if (fastest != "portable")
    {
        AddCurve(bench, inputs, "portable", "_portable");
    }
    bench.Run(passes, seconds);
    nlohmann::ordered_json line = bench.Medians();
    line["backend"] = fastest;
    line["kept"] = g_kept % 2;
    std::cout << line.dump() << "\n";
    return 0;
}
