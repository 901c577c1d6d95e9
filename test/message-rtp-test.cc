// SPDX-License-Identifier: GPL-2.0-only

// RTP and RTCP: octets of RFC 3550, there and back, and what is refused; loss and jitter as its
// appendix A has them.

#include "ns3/rtp-packet.h"
#include "ns3/rtp-reception.h"
#include "ns3/test.h"

#include <cmath>

using namespace ns3;
using namespace ns3::iomt;

/// Octets by hand from RFC 3550, sections 5.1, 6.4, 6.5 and 6.6.
class RtpOctetsCase : public TestCase
{
  public:
    RtpOctetsCase()
        : TestCase("octets of the standard")
    {
    }

  private:
    void DoRun() override
    {
        const RtpPacket packet{96, true, 0x1234, 0x01020304, 0xdeadbeef, FromHex("aabb")};
        NS_TEST_EXPECT_MSG_EQ(ToHex(packet.Encode()), "80e0123401020304deadbeefaabb", "RTP");
        NS_TEST_EXPECT_MSG_EQ((RtpPacket::Decode(packet.Encode()) == packet), true, "and back");
        const auto full =
            RtpPacket::Decode(FromHex("b1e0123401020304deadbeef" // padding, extension, one CSRC
                                      "00000001"
                                      "beef000101020304"
                                      "aabb000003"));
        NS_TEST_ASSERT_MSG_EQ(full.has_value(), true, "all a header can have");
        NS_TEST_EXPECT_MSG_EQ((*full == packet), true, "is skipped");

        RtcpCompound compound;
        compound.ssrc = 0x11;
        compound.sender = RtcpSenderInfo{0x0102030405060708, 9, 10, 11};
        compound.reports = {{0x22, 128, -2, 0x10005, 7, 0xaabbccdd, 65536}};
        compound.cname = "tablet";
        compound.bye = true;
        NS_TEST_EXPECT_MSG_EQ(ToHex(compound.Encode()),
                              "81c8000c00000011"
                              "0102030405060708"
                              "000000090000000a0000000b"
                              "0000002280fffffe0001000500000007aabbccdd00010000"
                              "81ca000400000011"
                              "01067461626c657400000000"
                              "81cb000100000011",
                              "SR, SDES, BYE");
        NS_TEST_EXPECT_MSG_EQ((RtcpCompound::Decode(compound.Encode()) == compound), true, "back");
        compound.sender.reset();
        compound.bye = false;
        compound.cname = "a";
        NS_TEST_EXPECT_MSG_EQ((RtcpCompound::Decode(compound.Encode()) == compound), true, "RR");
        NS_TEST_EXPECT_MSG_EQ(compound.Encode().size() % 4, 0, "whole words");
    }
};

/// Whatever cannot be right is refused.
class RtpHostileCase : public TestCase
{
  public:
    RtpHostileCase()
        : TestCase("what is refused")
    {
    }

  private:
    void DoRun() override
    {
        for (const char* wrong : {"",
                                  "80e0123401020304deadbe",           // cut short
                                  "40e0123401020304deadbeef",         // version 1
                                  "81e0123401020304deadbeef",         // CSRC beyond the end
                                  "90e0123401020304deadbeefbeef0001", // extension beyond the end
                                  "a0e0123401020304deadbeef0e",       // padding beyond the header
                                  "a0e0123401020304deadbeef00"})      // no padding
        {
            NS_TEST_EXPECT_MSG_EQ(RtpPacket::Decode(FromHex(wrong)).has_value(), false, wrong);
        }
        for (const char* wrong :
             {"",
              "80c9000100000011ff",                        // rest too short
              "81ca000200000011010161000000",              // does not begin with a report
              "81c9000100000011",                          // a block is missing
              "80c8000100000011",                          // the sender is missing
              "80c9000200000011",                          // longer than the datagram
              "80c900010000001181ca000200000011017f6100"}) // item beyond the end
        {
            NS_TEST_EXPECT_MSG_EQ(RtcpCompound::Decode(FromHex(wrong)).has_value(), false, wrong);
        }
    }
};

/// Loss, wraps, order and jitter.
class RtpReceptionCase : public TestCase
{
  public:
    RtpReceptionCase()
        : TestCase("loss and jitter")
    {
    }

  private:
    static RtpPacket Packet(uint16_t sequence, uint32_t timestamp)
    {
        return {0, false, sequence, timestamp, 5, {}};
    }

    void DoRun() override
    {
        // 20 ms apart; every other one comes 10 ms late, so each difference of transit is 10 ms.
        RtpReception even(8000);
        double expected = 0;
        for (int i = 0; i < 50; ++i)
        {
            // The media clock wraps on the way.
            even.Receive(Packet(i, 0xffffff00u + i * 160), 1 + i * 0.02 + (i % 2) * 0.01);
            expected += i == 0 ? 0 : (0.01 - expected) / 16;
        }
        NS_TEST_EXPECT_MSG_EQ_TOL(even.JitterS(), expected, 1e-9, "A.8");
        NS_TEST_EXPECT_MSG_EQ(even.Lost(), 0, "nothing is missing");

        RtpReception rough(8000);
        NS_TEST_EXPECT_MSG_EQ(rough.MakeReport(0).has_value(), false, "nothing to report");
        NS_TEST_EXPECT_MSG_EQ(rough.Receive(Packet(65534, 0), 0).value(), 65534, "first");
        NS_TEST_EXPECT_MSG_EQ(rough.Receive(Packet(2, 0), 0).value(), 65538, "over the wrap");
        NS_TEST_EXPECT_MSG_EQ(rough.Receive(Packet(65535, 0), 0).value(), 65535, "late");
        NS_TEST_EXPECT_MSG_EQ(rough.Receive(Packet(1, 0), 0).value(), 65537, "late");
        NS_TEST_EXPECT_MSG_EQ(rough.Expected(), 5, "65534, 65535, 0, 1, 2");
        NS_TEST_EXPECT_MSG_EQ(rough.Lost(), 1, "0");
        rough.ReceiveReport(0x0000111122223333, 4);
        const auto report = rough.MakeReport(5.5);
        NS_TEST_ASSERT_MSG_EQ(report.has_value(), true, "a report");
        NS_TEST_EXPECT_MSG_EQ(static_cast<int>(report->fractionLost), 256 / 5, "A.3");
        NS_TEST_EXPECT_MSG_EQ(report->cumulativeLost, 1, "A.3");
        NS_TEST_EXPECT_MSG_EQ(report->highestSequence, 65538, "with wraps");
        NS_TEST_EXPECT_MSG_EQ(report->lastSr, 0x11112222, "middle of the time");
        NS_TEST_EXPECT_MSG_EQ(report->delaySinceLastSr, 98304, "1.5 s");
        NS_TEST_EXPECT_MSG_EQ(static_cast<int>(rough.MakeReport(6)->fractionLost), 0, "since then");
        rough.Receive(Packet(2, 0), 0);
        rough.Receive(Packet(2, 0), 0);
        NS_TEST_EXPECT_MSG_EQ(rough.MakeReport(6)->cumulativeLost, -1, "duplicates");

        NS_TEST_EXPECT_MSG_EQ(rough.Receive(Packet(20000, 0), 0).has_value(), false, "a stray");
        NS_TEST_EXPECT_MSG_EQ(rough.Expected(), 5, "changes nothing");
        NS_TEST_EXPECT_MSG_EQ(rough.Receive(Packet(20001, 0), 0).value(), 20001, "begins anew");
        NS_TEST_EXPECT_MSG_EQ(rough.Expected(), 1, "begins anew");
    }
};

static class MessageRtpTestSuite : public TestSuite
{
  public:
    MessageRtpTestSuite()
        : TestSuite("iomt-message-rtp", TestSuite::Type::UNIT)
    {
        AddTestCase(new RtpOctetsCase);
        AddTestCase(new RtpHostileCase);
        AddTestCase(new RtpReceptionCase);
    }
} g_messageRtpTestSuite;
