// SPDX-License-Identifier: GPL-2.0-only

#include "ble-l2cap-bench.h"

#include "ns3/flow-id-tag.h"
#include "ns3/test.h"

#include <algorithm>
#include <stdexcept>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

using Octets = std::vector<uint8_t>;

/// PDUs on a channel, among all that were sent.
uint32_t
CountFrames(const WireBearer& wire, uint16_t cid)
{
    return std::count_if(wire.sent.begin(), wire.sent.end(), [cid](const Octets& pdu) {
        return l2cap::ParseHeader(pdu.data()).cid == cid;
    });
}

/// SDUs of every length arrive whole, in order and both ways, in as many K-frames as they need.
class CreditSegmentationCase : public TestCase
{
  public:
    CreditSegmentationCase()
        : TestCase("SDUs arrive whole, whatever their length")
    {
    }

  private:
    void DoRun() override
    {
        L2capBench bench;
        bench.Open({1280, 247, 5}, {1280, 100, 3});
        NS_TEST_ASSERT_MSG_EQ((bench.atPeripheral != nullptr), true, "accepted");
        NS_TEST_EXPECT_MSG_EQ(bench.atCentral->GetPeerMps(), 100, "limits of the peer");
        const std::vector<uint32_t> sizes{0, 1, 97, 98, 99, 198, 199, 1279, 1280};
        uint32_t frames = 0;
        for (const uint32_t size : sizes)
        {
            NS_TEST_EXPECT_MSG_EQ(bench.atCentral->Send(L2capBench::Sdu(size)), true, size);
            NS_TEST_EXPECT_MSG_EQ(bench.atPeripheral->Send(L2capBench::Sdu(size)), true, size);
            frames += (size + 2 + 99) / 100;
        }
        Simulator::Run();
        NS_TEST_ASSERT_MSG_EQ(bench.receivedByPeripheral.size(), sizes.size(), "up");
        NS_TEST_ASSERT_MSG_EQ(bench.receivedByCentral.size(), sizes.size(), "down");
        for (std::size_t i = 0; i < sizes.size(); ++i)
        {
            const Octets sent = L2capBench::Octets(sizes[i]);
            NS_TEST_EXPECT_MSG_EQ((L2capBench::OctetsOf(bench.receivedByPeripheral[i]) == sent),
                                  true,
                                  sizes[i] << " octets up");
            NS_TEST_EXPECT_MSG_EQ((L2capBench::OctetsOf(bench.receivedByCentral[i]) == sent),
                                  true,
                                  sizes[i] << " octets down");
        }
        NS_TEST_EXPECT_MSG_EQ(CountFrames(bench.centralWire, bench.atCentral->GetRemoteCid()),
                              frames,
                              "K-frames");
        NS_TEST_EXPECT_MSG_EQ(bench.central->GetFaults().size(), 0, "no fault");
        NS_TEST_EXPECT_MSG_EQ(bench.peripheral->GetFaults().size(), 0, "no fault");
    }
};

/// An IPv6 packet of 1280 octets: 6 frames with MPS 247, 2 with MPS 1280; the octets of a frame.
class CreditFrameCase : public TestCase
{
  public:
    CreditFrameCase()
        : TestCase("K-frames of an IPv6 packet")
    {
    }

  private:
    void DoRun() override
    {
        for (const auto& [mps, frames] : {std::pair{247, 6}, std::pair{1280, 2}})
        {
            L2capBench bench;
            bench.Open({}, {1280, static_cast<uint16_t>(mps), 40});
            const std::size_t before = bench.centralWire.sent.size();
            bench.atCentral->Send(L2capBench::Sdu(1280));
            Simulator::Run();
            const auto& sent = bench.centralWire.sent;
            NS_TEST_ASSERT_MSG_EQ(sent.size() - before, frames, "MPS " << mps);
            const uint16_t first = mps + 4;
            NS_TEST_EXPECT_MSG_EQ(sent[before].size(), first, "the first is full");
            const Octets head(sent[before].begin(), sent[before].begin() + 6);
            NS_TEST_EXPECT_MSG_EQ((head == Octets{static_cast<uint8_t>(mps),
                                                  static_cast<uint8_t>(mps >> 8),
                                                  0x40,
                                                  0x00,
                                                  0x00,
                                                  0x05}),
                                  true,
                                  "length, channel and SDU length");
            uint32_t octets = 0;
            for (std::size_t i = before; i < sent.size(); ++i)
            {
                octets += sent[i].size();
            }
            NS_TEST_EXPECT_MSG_EQ(octets, 1280u + 2 + 4 * frames, "SDU length in the first only");
        }
    }
};

/// Without credits nothing is sent; with them the rest follows, and they are given back.
class CreditFlowCase : public TestCase
{
  public:
    CreditFlowCase()
        : TestCase("no frame without a credit")
    {
    }

  private:
    static void RunOneSecond()
    {
        Simulator::Stop(Seconds(1));
        Simulator::Run();
    }

    void DoRun() override
    {
        // The peer is a script: it gives two credits and then nothing.
        WireBearer wire;
        WireBearer nobody;
        WireBearer::Join(wire, nobody);
        auto l2cap = CreateObject<BleL2cap>();
        l2cap->SetBearer(&wire, true);
        const auto channel = l2cap->Connect(0x23, {1280, 247, 4});
        RunOneSecond(); // a request waits for 30 s
        wire.Inject({14, 0, 5, 0, 0x15, 1, 10, 0, 0x55, 0, 0, 5, 100, 0, 2, 0, 0, 0});
        NS_TEST_ASSERT_MSG_EQ((channel->GetState() == BleCreditChannel::State::OPEN), true, "open");
        NS_TEST_EXPECT_MSG_EQ(channel->GetCredits(), 2, "credits");
        channel->Send(L2capBench::Sdu(500));
        RunOneSecond();
        NS_TEST_EXPECT_MSG_EQ(CountFrames(wire, 0x55), 2, "as many frames as credits");
        NS_TEST_EXPECT_MSG_EQ(channel->GetQueued(), 1, "the SDU is not sent whole");
        wire.Inject({8, 0, 5, 0, 0x16, 1, 4, 0, 0x55, 0, 3, 0});
        RunOneSecond();
        NS_TEST_EXPECT_MSG_EQ(CountFrames(wire, 0x55), 5, "three more");
        wire.Inject({8, 0, 5, 0, 0x16, 2, 4, 0, 0x55, 0, 200, 0});
        RunOneSecond();
        NS_TEST_EXPECT_MSG_EQ(CountFrames(wire, 0x55), 6, "the last");
        NS_TEST_EXPECT_MSG_EQ(channel->GetQueued(), 0, "sent");
        NS_TEST_EXPECT_MSG_EQ(channel->GetCredits(), 199, "what is left");

        // 4 were given; 2 are given back when 2 are left.
        const std::size_t before = wire.sent.size();
        wire.Inject({3, 0, 0x40, 0, 1, 0, 9});
        RunOneSecond();
        NS_TEST_EXPECT_MSG_EQ(wire.sent.size(), before, "not yet");
        wire.Inject({3, 0, 0x40, 0, 1, 0, 9});
        RunOneSecond();
        NS_TEST_ASSERT_MSG_EQ(wire.sent.size(), before + 1, "now");
        const Octets& given = wire.sent.back();
        NS_TEST_EXPECT_MSG_EQ(
            (Octets(given.begin() + 6, given.end()) == Octets{4, 0, 0x40, 0, 2, 0}),
            true,
            "two credits for this end's channel");
        l2cap->Dispose();
        Simulator::Destroy();
    }
};

/// Tags of an SDU arrive with it.
class CreditTagCase : public TestCase
{
  public:
    CreditTagCase()
        : TestCase("tags survive segmentation")
    {
    }

  private:
    void DoRun() override
    {
        L2capBench bench;
        bench.Open({}, {});
        auto sdu = L2capBench::Sdu(1000);
        sdu->AddByteTag(FlowIdTag(77));
        sdu->AddPacketTag(FlowIdTag(78));
        bench.atCentral->Send(sdu);
        Simulator::Run();
        NS_TEST_ASSERT_MSG_EQ(bench.receivedByPeripheral.size(), 1, "arrived");
        FlowIdTag tag;
        NS_TEST_EXPECT_MSG_EQ(bench.receivedByPeripheral[0]->FindFirstMatchingByteTag(tag),
                              true,
                              "byte tag");
        NS_TEST_EXPECT_MSG_EQ(tag.GetFlowId(), 77, "byte tag");
        NS_TEST_EXPECT_MSG_EQ(bench.receivedByPeripheral[0]->PeekPacketTag(tag),
                              true,
                              "packet tag");
        NS_TEST_EXPECT_MSG_EQ(tag.GetFlowId(), 78, "packet tag");
    }
};

/// A peer that breaks a rule of the channel loses the channel, and nothing else.
class CreditViolationCase : public TestCase
{
  public:
    CreditViolationCase()
        : TestCase("a broken rule closes the channel")
    {
    }

  private:
    void Expect(const std::vector<Octets>& pdus, BleChannelCause cause)
    {
        L2capBench bench;
        bench.Open({100, 50, 2}, {100, 50, 2});
        for (const Octets& pdu : pdus)
        {
            bench.centralWire.Inject(pdu);
        }
        NS_TEST_EXPECT_MSG_EQ(std::string(ToString(bench.atCentral->GetCause())),
                              std::string(ToString(cause)),
                              "cause");
        NS_TEST_EXPECT_MSG_EQ((bench.atCentral->GetState() == BleCreditChannel::State::CLOSED),
                              true,
                              ToString(cause));
        NS_TEST_EXPECT_MSG_EQ(bench.central->GetFaults().at(BleL2capFault::CHANNEL_RULE),
                              1,
                              "counted");
        // Frames under way when the channel closes are no fault.
        bench.centralWire.Inject({3, 0, 0x40, 0, 1, 0, 9});
        NS_TEST_EXPECT_MSG_EQ(bench.central->GetFaults().size(), 1, "nothing else");
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ((bench.atPeripheral->GetCause() == BleChannelCause::PEER),
                              true,
                              "the peer was told");
        NS_TEST_EXPECT_MSG_EQ(bench.atPeripheral->Send(L2capBench::Sdu(1)),
                              false,
                              "and may not send");
        // The link goes on: another channel opens, and this one's identifier is free.
        const auto again = bench.central->Connect(L2capBench::PSM, {});
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ((again->GetState() == BleCreditChannel::State::OPEN), true, "again");
        NS_TEST_EXPECT_MSG_EQ(again->GetLocalCid(), 0x40, "the same identifier");
    }

    static Octets Frame(uint16_t cid, const Octets& header, std::size_t filler)
    {
        Octets pdu(l2cap::HEADER_SIZE);
        l2cap::EncodeHeader(header.size() + filler, cid, pdu.data());
        pdu.insert(pdu.end(), header.begin(), header.end());
        pdu.resize(pdu.size() + filler);
        return pdu;
    }

    void DoRun() override
    {
        const uint16_t cid = 0x40;
        const Octets half = Frame(cid, {100, 0}, 10);
        // Two credits were given: a third comes with the second frame at the latest.
        Expect({Frame(cid, {100, 0}, 49)}, BleChannelCause::FRAME_TOO_LONG);
        Expect({Frame(cid, {}, 0)}, BleChannelCause::FRAME_TOO_SHORT);
        Expect({Frame(cid, {7}, 0)}, BleChannelCause::FRAME_TOO_SHORT);
        Expect({Frame(cid, {101, 0}, 10)}, BleChannelCause::SDU_TOO_LONG);
        Expect({Frame(cid, {10, 0}, 11)}, BleChannelCause::SDU_OVERRUN);
        Expect({Frame(cid, {60, 0}, 48), Frame(cid, {}, 13)}, BleChannelCause::SDU_OVERRUN);
        Expect({{8, 0, 5, 0, 0x16, 9, 4, 0, 0x40, 0, 0xfe, 0xff}},
               BleChannelCause::CREDIT_OVERFLOW);
    }
};

/// Frames beyond the credits given. The credits come back as frames come in, so the peer here is
/// one that has been given none because it lives behind a full queue: 1 credit, 2 frames at once.
class CreditNoCreditCase : public TestCase
{
  public:
    CreditNoCreditCase()
        : TestCase("a frame without a credit closes the channel")
    {
    }

  private:
    void DoRun() override
    {
        L2capBench bench;
        bench.Open({100, 50, 1}, {});
        bench.atCentral->SetReceiveCallback(MakeCallback(&CreditNoCreditCase::Again, this));
        m_bench = &bench;
        // The second frame comes from within the first: before the credit was given back.
        bench.centralWire.Inject({3, 0, 0x40, 0, 1, 0, 9});
        NS_TEST_EXPECT_MSG_EQ((bench.atCentral->GetCause() == BleChannelCause::NO_CREDIT),
                              true,
                              "closed");
        NS_TEST_EXPECT_MSG_EQ(m_received, 1, "the second was not delivered");
        Simulator::Run();
    }

    void Again(Ptr<Packet> /* sdu */)
    {
        if (++m_received == 1)
        {
            m_bench->centralWire.Inject({3, 0, 0x40, 0, 1, 0, 9});
        }
    }

    L2capBench* m_bench{nullptr};
    int m_received{0};
};

/// Limits that 4.22 does not allow are refused with the rule.
class CreditLimitsCase : public TestCase
{
  public:
    CreditLimitsCase()
        : TestCase("impossible limits are refused")
    {
    }

  private:
    void Refused(L2capBench& bench, uint16_t psm, const BleChannelLimits& limits, const char* what)
    {
        std::string said;
        try
        {
            bench.central->Connect(psm, limits);
        }
        catch (const std::invalid_argument& error)
        {
            said = error.what();
        }
        NS_TEST_EXPECT_MSG_NE(said.find(what), std::string::npos, "'" << said << "': " << what);
        NS_TEST_EXPECT_MSG_NE(said.find("4.22"), std::string::npos, "clause in '" << said << "'");
    }

    void DoRun() override
    {
        L2capBench bench;
        Refused(bench, 0, {}, "SPSM 0");
        Refused(bench, 256, {}, "SPSM 256");
        Refused(bench, 35, {22, 247, 1}, "MTU 22");
        Refused(bench, 35, {23, 22, 1}, "MPS 22");
        Refused(bench, 35, {23, 65534, 1}, "MPS 65534");
        Refused(bench, 35, {23, 23, 0}, "0 credits");
        NS_TEST_EXPECT_MSG_EQ((bench.central->Connect(35, {23, 23, 1}) != nullptr), true, "least");
        bench.Open({}, {23, 23, 1});
        NS_TEST_EXPECT_MSG_EQ(bench.atCentral->Send(L2capBench::Sdu(24)), false, "over the MTU");
        NS_TEST_EXPECT_MSG_EQ(bench.atCentral->Send(L2capBench::Sdu(23)), true, "up to the MTU");
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(bench.receivedByPeripheral.size(), 1, "one credit at a time");
    }
};

/// Several channels take turns.
class CreditFairnessCase : public TestCase
{
  public:
    CreditFairnessCase()
        : TestCase("channels take turns")
    {
    }

  private:
    void DoRun() override
    {
        L2capBench bench;
        bench.Open({}, {});
        const auto second = bench.central->Connect(L2capBench::PSM, {});
        Simulator::Run();
        const std::size_t before = bench.centralWire.sent.size();
        for (int i = 0; i < 10; ++i)
        {
            bench.atCentral->Send(L2capBench::Sdu(240));
        }
        second->Send(L2capBench::Sdu(240));
        Simulator::Run();
        const auto& sent = bench.centralWire.sent;
        std::size_t when = 0;
        for (std::size_t i = before; i < sent.size(); ++i)
        {
            if (l2cap::ParseHeader(sent[i].data()).cid == second->GetRemoteCid())
            {
                when = i - before;
            }
        }
        // Eight were handed over when the second channel began.
        NS_TEST_EXPECT_MSG_EQ(when, 8, "the next after what the link held already");
        NS_TEST_EXPECT_MSG_EQ(sent.size() - before, 11, "all sent");
    }
};

class CreditChannelSuite : public TestSuite
{
  public:
    CreditChannelSuite()
        : TestSuite("iomt-ble-credit-channel", TestSuite::Type::UNIT)
    {
        AddTestCase(new CreditSegmentationCase);
        AddTestCase(new CreditFrameCase);
        AddTestCase(new CreditFlowCase);
        AddTestCase(new CreditTagCase);
        AddTestCase(new CreditViolationCase);
        AddTestCase(new CreditNoCreditCase);
        AddTestCase(new CreditLimitsCase);
        AddTestCase(new CreditFairnessCase);
    }
} g_creditChannelSuite;

} // namespace
