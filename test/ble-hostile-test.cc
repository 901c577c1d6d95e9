// SPDX-License-Identifier: GPL-2.0-only

#include "ble-link-bench.h"

#include "ns3/ble-advertising-pdu.h"
#include "ns3/ble-crc.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// A radio that knows access address and CRC of a link and says what it likes.
class HostileRadio : public BleRadioUser
{
  public:
    HostileRadio(BleLinkBench& bench, double x)
        : m_radio(bench.Add(x)->GetRadio()),
          m_random(CreateObject<UniformRandomVariable>())
    {
        m_radio->SetTxPowerDbm(8);
        m_random->SetStream(4711);
    }

    /// Learn the CRC of connections from the CONNECT_IND that a central sends.
    void Overhear(Ptr<BleLinkLayer> central)
    {
        central->GetRadio()->TraceConnectWithoutContext(
            "Transmitted",
            Callback<void, Ptr<const BleSignal>>([this](Ptr<const BleSignal> signal) {
                const auto octets = BleLinkBench::Octets(signal->pdu);
                const auto pdu = ParseBleAdvertising(octets.data(), octets.size() - 3);
                if (const auto* request = std::get_if<BleConnectInd>(&pdu))
                {
                    m_accessAddress = request->accessAddress;
                    m_crcInit = request->crcInit;
                }
            }));
    }

    /// Send something now. @param wellFormed its length is right, and it is a known opcode mostly
    void Send(uint8_t channel, BlePhyMode mode)
    {
        const auto draw = [this](uint32_t below) { return m_random->GetInteger(0, below - 1); };
        std::vector<uint8_t> pdu(2 + draw(draw(4) == 0 ? 256 : 40));
        for (uint8_t& octet : pdu)
        {
            octet = static_cast<uint8_t>(draw(256));
        }
        if (draw(8) != 0)
        {
            pdu[1] = static_cast<uint8_t>(pdu.size() - 2);
        }
        if (draw(2) == 0 && pdu.size() > 2)
        {
            pdu[0] |= 3;
            pdu[2] = static_cast<uint8_t>(draw(0x20));
            // Do not always end the link.
            pdu[2] = pdu[2] == 2 && draw(4) != 0 ? 0 : pdu[2];
        }
        pdu.resize(pdu.size() + 3);
        BleAppendCrc(pdu.data() + pdu.size() - 3, BleCrc24(m_crcInit, pdu.data(), pdu.size() - 3));
        m_radio->Transmit(this,
                          channel,
                          mode,
                          m_accessAddress,
                          Create<Packet>(pdu.data(), pdu.size()));
        ++sent;
    }

    void RadioReceived(const BleReception&) override
    {
    }

    void RadioTransmitted() override
    {
    }

    uint64_t sent{0};

  private:
    Ptr<BleRadio> m_radio;
    Ptr<UniformRandomVariable> m_random;
    uint32_t m_accessAddress{0};
    uint32_t m_crcInit{0};
};

/// PDUs of any content, in the place of either side's, are counted and dropped; the run goes on.
class BleHostileCase : public TestCase
{
  public:
    BleHostileCase(bool atCentral, bool encrypted)
        : TestCase(std::string("hostile PDUs to the ") + (atCentral ? "central" : "peripheral") +
                   (encrypted ? ", encrypted" : "")),
          m_atCentral(atCentral),
          m_encrypted(encrypted)
    {
    }

  private:
    void DoRun() override
    {
        BleLinkBench bench;
        auto central = bench.Add(0);
        auto peripheral = bench.Add(10);
        auto victim = m_atCentral ? central : peripheral;
        HostileRadio hostile(bench, m_atCentral ? 0.5 : 9.5);
        hostile.Overhear(central);
        uint64_t malformed = 0;
        uint64_t encryptedLinks = 0;
        std::map<BleError, uint64_t> closed;
        BleKey key{};
        for (const auto& layer : {central, peripheral})
        {
            layer->TraceConnectWithoutContext(
                "Malformed",
                Callback<void, const char*>([&](const char*) { ++malformed; }));
            layer->SetLinkCallback(Callback<void, Ptr<BleLink>>([&, layer](Ptr<BleLink> link) {
                bench.Keep(link);
                link->SetLongTermKey(key);
                link->SetEncryptionCallback(Callback<void, bool, BleError>(
                    [&](bool on, BleError) { encryptedLinks += on; }));
                if (m_encrypted && layer == central)
                {
                    link->Procedures().StartEncryption(key);
                }
            }));
            layer->TraceConnectWithoutContext(
                "LinkClosed",
                Callback<void, Ptr<const BleLink>, BleError>(
                    [&](Ptr<const BleLink>, BleError reason) { ++closed[reason]; }));
        }
        // A second of peace for each connection, then every third event is disturbed.
        victim->TraceConnectWithoutContext(
            "ConnectionEvent",
            Callback<void, Ptr<const BleLink>, uint64_t, uint8_t>(
                [&](Ptr<const BleLink> link, uint64_t event, uint8_t channel) {
                    if (event < 60 || event % 3 != 0)
                    {
                        return;
                    }
                    // In the central's place at once, in the peripheral's T_IFS after the poll.
                    const Time wait =
                        m_atCentral ? BleAirTime(link->GetTxPhy(), 0) + MicroSeconds(ble::T_IFS_US)
                                    : MicroSeconds(1);
                    const auto mode = link->GetRxPhy();
                    Simulator::Schedule(wait, [&hostile, channel, mode]() {
                        hostile.Send(channel, mode);
                    });
                }));
        BleLinkBench::Connect(central, peripheral, bench.Parameters(MilliSeconds(15)));
        Simulator::Stop(Seconds(400));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_GT(hostile.sent, m_encrypted ? 100 : 3000, "the victim was attacked");
        NS_TEST_EXPECT_MSG_GT(malformed, 20, "what makes no sense is counted");
        NS_TEST_EXPECT_MSG_GT(central->GetOpened(), 1, "links end, and come back");
        if (m_encrypted)
        {
            NS_TEST_EXPECT_MSG_GT(encryptedLinks, 1, "links were encrypted");
            NS_TEST_EXPECT_MSG_GT(closed[BleError::MIC_FAILURE], 1, "a forgery ends the link");
            NS_TEST_EXPECT_MSG_EQ(bench.arrivals.size(), 0, "nothing forged got through");
        }
    }

    bool m_atCentral;
    bool m_encrypted;
};

class BleHostileSuite : public TestSuite
{
  public:
    BleHostileSuite()
        : TestSuite("iomt-ble-hostile", TestSuite::Type::UNIT)
    {
        AddTestCase(new BleHostileCase(false, false));
        AddTestCase(new BleHostileCase(true, false));
        AddTestCase(new BleHostileCase(false, true));
        AddTestCase(new BleHostileCase(true, true));
    }
};

const BleHostileSuite g_bleHostileSuite;

} // namespace
