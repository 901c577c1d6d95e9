// SPDX-License-Identifier: GPL-2.0-only

#include "ble-l2cap-bench.h"

#include "ns3/ble-att.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

using namespace ns3;
using namespace ns3::iomt;

namespace
{

using Octets = std::vector<uint8_t>;

/// The MTU is the smaller of both ends' and notifications fill it.
class AttNotificationCase : public TestCase
{
  public:
    AttNotificationCase()
        : TestCase("MTU exchange and notifications")
    {
    }

  private:
    void Notified(uint16_t handle, Ptr<Packet> value)
    {
        m_handle = handle;
        m_values.push_back(L2capBench::OctetsOf(value));
    }

    void Exchanged(uint16_t mtu)
    {
        m_exchanged = mtu;
    }

    void DoRun() override
    {
        L2capBench bench;
        auto sender = CreateObject<BleAtt>();
        auto receiver = CreateObject<BleAtt>();
        sender->SetAttribute("Mtu", UintegerValue(247));
        sender->SetL2cap(bench.peripheral);
        receiver->SetL2cap(bench.central);
        receiver->SetNotificationCallback(MakeCallback(&AttNotificationCase::Notified, this));
        NS_TEST_EXPECT_MSG_EQ(sender->Notify(0x10, L2capBench::Sdu(21)), false, "over MTU 23");
        NS_TEST_EXPECT_MSG_EQ(sender->Notify(0x10, L2capBench::Sdu(20)), true, "up to MTU 23");
        NS_TEST_EXPECT_MSG_EQ(sender->Notify(0, L2capBench::Sdu(1)), false, "handle 0");
        Simulator::Run();
        const auto exchanged = MakeCallback(&AttNotificationCase::Exchanged, this);
        NS_TEST_EXPECT_MSG_EQ(sender->ExchangeMtu(exchanged), true, "asked");
        NS_TEST_EXPECT_MSG_EQ(sender->ExchangeMtu(exchanged), false, "once for a link");
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(m_exchanged, 247, "the smaller one");
        NS_TEST_EXPECT_MSG_EQ(receiver->GetMtu(), 247, "at both ends");
        NS_TEST_EXPECT_MSG_EQ(sender->Notify(0x0123, L2capBench::Sdu(244)), true, "MTU 247");
        Simulator::Run();
        NS_TEST_ASSERT_MSG_EQ(m_values.size(), 2, "notified");
        NS_TEST_EXPECT_MSG_EQ((m_values[1] == L2capBench::Octets(244)), true, "value");
        NS_TEST_EXPECT_MSG_EQ(m_handle, 0x0123, "handle");
        const Octets& pdu = bench.peripheralWire.sent.back();
        NS_TEST_EXPECT_MSG_EQ(
            (Octets(pdu.begin(), pdu.begin() + 7) == Octets{247, 0, 4, 0, 0x1b, 0x23, 0x01}),
            true,
            "as Core 5.4, Vol 3, Part F, 3.4.7.1 writes it");
        sender->Dispose();
        receiver->Dispose();
    }

    uint16_t m_handle{0};
    uint16_t m_exchanged{0};
    std::vector<Octets> m_values;
};

/// Requests that are not served get an error response; other nonsense gets none.
class AttErrorCase : public TestCase
{
  public:
    AttErrorCase()
        : TestCase("what is not served")
    {
    }

  private:
    void Expect(const Octets& pdu, const Octets& answer)
    {
        L2capBench bench;
        auto att = CreateObject<BleAtt>();
        att->SetL2cap(bench.peripheral);
        Octets framed(l2cap::HEADER_SIZE);
        l2cap::EncodeHeader(pdu.size(), l2cap::CID_ATT, framed.data());
        framed.insert(framed.end(), pdu.begin(), pdu.end());
        bench.peripheralWire.Inject(framed);
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(att->GetMalformed(), 1, "counted");
        const auto& sent = bench.peripheralWire.sent;
        NS_TEST_ASSERT_MSG_EQ(sent.size(), (answer.empty() ? 0 : 1), "answers");
        if (!answer.empty())
        {
            NS_TEST_EXPECT_MSG_EQ((Octets(sent[0].begin() + 4, sent[0].end()) == answer),
                                  true,
                                  "answer");
        }
        NS_TEST_EXPECT_MSG_EQ(att->GetMtu(), 23, "MTU as it was");
        att->Dispose();
    }

    void DoRun() override
    {
        Expect({0x0a, 1, 0}, {0x01, 0x0a, 0, 0, 0x06});       // ATT_READ_REQ
        Expect({0x04, 1, 0, 2, 0}, {0x01, 0x04, 0, 0, 0x06}); // ATT_FIND_INFORMATION_REQ
        Expect({0x02, 100}, {0x01, 0x02, 0, 0, 0x04});        // ATT_EXCHANGE_MTU_REQ, too short
        Expect({}, {});                                       // nothing
        Expect({0x52, 1, 0, 9}, {});                          // ATT_WRITE_CMD: no answer
        Expect({0x03, 100, 0}, {});                           // an answer to nothing
        Expect({0x01, 2, 0, 0, 6}, {});                       // an error of nothing
        Expect({0x1b, 1}, {});                                // a notification without a handle
        Expect({0x1b, 0, 0, 5}, {});                          // of the handle 0
        Expect(Octets(24, 0x1b), {});                         // longer than the MTU
    }
};

/// A peer that offers less than the least does not bring the MTU below it.
class AttLeastMtuCase : public TestCase
{
  public:
    AttLeastMtuCase()
        : TestCase("no MTU below 23")
    {
    }

  private:
    void DoRun() override
    {
        L2capBench bench;
        auto att = CreateObject<BleAtt>();
        att->SetL2cap(bench.peripheral);
        bench.peripheralWire.Inject({3, 0, 4, 0, 2, 5, 0});
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(att->GetMtu(), 23, "least");
        NS_TEST_EXPECT_MSG_EQ(bench.peripheralWire.sent.size(), 1, "answered");
        att->Dispose();
    }
};

class AttSuite : public TestSuite
{
  public:
    AttSuite()
        : TestSuite("iomt-ble-att", TestSuite::Type::UNIT)
    {
        AddTestCase(new AttNotificationCase);
        AddTestCase(new AttErrorCase);
        AddTestCase(new AttLeastMtuCase);
    }
} g_attSuite;

} // namespace
