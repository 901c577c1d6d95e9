// SPDX-License-Identifier: GPL-2.0-only

// Verdicts of the 6LoWPAN frame checker, case by case, without a network.

#include "ns3/sixlowpan-frame-checker.h"
#include "ns3/test.h"

#include <cstdint>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

using Octets = std::vector<uint8_t>;

Octets
operator+(Octets left, const Octets& right)
{
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

const Octets SOURCE{0x20, 0x01, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1};
const Octets BROKER{0x20, 0x01, 0, 2, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 16};

/// RFC 6282 figure 2, both addresses in full, hop limit 64, traffic class and flow label elided.
Octets
Iphc(bool nextCompressed)
{
    return {uint8_t(0x7a | (nextCompressed ? 0x04 : 0)), 0x00};
}

/// UDP by NHC, ports inline (RFC 6282 figure 14).
const Octets UDP_NHC{0xf0, 0x16, 0x33, 0x16, 0x33, 0x12, 0x34};

Octets
Frag1(uint16_t size, uint16_t tag, const Octets& rest)
{
    return Octets{uint8_t(0xc0 | size >> 8), uint8_t(size), uint8_t(tag >> 8), uint8_t(tag)} + rest;
}

Octets
FragN(uint16_t size, uint16_t tag, uint8_t offset, std::size_t length)
{
    return Octets{uint8_t(0xe0 | size >> 8),
                  uint8_t(size),
                  uint8_t(tag >> 8),
                  uint8_t(tag),
                  offset} +
           Octets(length, 0x55);
}

/// A first fragment that expands to 48 + 16 octets.
Octets
First(uint16_t size, uint16_t tag)
{
    return Frag1(size, tag, Iphc(true) + SOURCE + BROKER + UDP_NHC + Octets(16, 0x55));
}

std::string
Check(SixLowPanFrameChecker& checker, const Octets& frame, double seconds = 0, uint8_t sender = 1)
{
    return ToString(checker.Check(frame.data(), frame.size(), {sender}, {9}, seconds * 1e9));
}

std::string
Check(const Octets& frame)
{
    SixLowPanFrameChecker checker;
    return Check(checker, frame);
}

class WholeFrames : public TestCase
{
  public:
    WholeFrames()
        : TestCase("unfragmented frames are accepted whole and refused at every shorter length")
    {
    }

  private:
    void DoRun() override
    {
        const Octets udp = Octets{0, 1, 0x16, 0x33, 0, 12, 0, 0, 1, 2, 3, 4};
        const Octets plain = Octets{0x41, 0x60, 0, 0, 0, 0, 12, 17, 64} + SOURCE + BROKER + udp;
        const Octets nhc = Iphc(true) + SOURCE + BROKER + UDP_NHC;
        const Octets inlineUdp = Iphc(false) + Octets{17} + SOURCE + BROKER + udp;
        // Neighbour solicitation: hop limit 255, both addresses of 16 bits, one option.
        const Octets solicitation = Octets{0x7b, 0x22, 58} + Octets{0, 1, 0, 2} +
                                    Octets{135, 0, 0, 0, 0, 0, 0, 0} + BROKER +
                                    Octets{1, 1, 2, 0, 0, 0, 0, 9};
        NS_TEST_EXPECT_MSG_EQ(Check(solicitation), "accepted", "discovery");
        for (const auto& frame : {plain, nhc, inlineUdp})
        {
            NS_TEST_EXPECT_MSG_EQ(Check(frame), "accepted", "whole");
            for (std::size_t size = 0; size < frame.size(); ++size)
            {
                NS_TEST_ASSERT_MSG_NE(Check(Octets(frame.begin(), frame.begin() + size)),
                                      "accepted",
                                      "cut to " << size << " of " << frame.size());
            }
        }
        NS_TEST_EXPECT_MSG_EQ(Check(nhc + Octets(30)), "accepted", "payload after NHC");
        NS_TEST_EXPECT_MSG_EQ(Check(inlineUdp + Octets(1)), "malformed-datagram", "UDP length");
        NS_TEST_EXPECT_MSG_EQ(Check(plain + Octets(1)), "malformed-datagram", "IPv6 length");
        NS_TEST_EXPECT_MSG_EQ(Check({}), "empty", "no octet");
    }
};

class Encodings : public TestCase
{
  public:
    Encodings()
        : TestCase("unknown dispatches, reserved modes, contexts and extension headers are refused")
    {
    }

  private:
    void DoRun() override
    {
        const Octets rest = SOURCE + BROKER + UDP_NHC + Octets(40);
        for (const uint8_t dispatch : {0x00, 0x3f, 0x40, 0x42, 0x50, 0x80, 0xbf, 0xc8, 0xe8, 0xff})
        {
            NS_TEST_EXPECT_MSG_EQ(Check(Octets{dispatch} + rest), "unknown-dispatch", +dispatch);
        }
        NS_TEST_EXPECT_MSG_EQ(Check(Octets{0x7e, 0x04} + rest), "reserved-encoding", "DAC, mode 0");
        for (const uint8_t mode : {0x0c, 0x0d, 0x0e, 0x0f})
        {
            NS_TEST_EXPECT_MSG_EQ(Check(Octets{0x7e, mode} + rest),
                                  "reserved-encoding",
                                  "stateful multicast");
        }
        NS_TEST_EXPECT_MSG_EQ(Check(Octets{0x7e, 0x50} + rest), "unknown-context", "source");
        NS_TEST_EXPECT_MSG_EQ(Check(Octets{0x7e, 0x05} + rest), "unknown-context", "destination");

        FrameCheckerLimits limits;
        limits.contexts = 1 << 3;
        SixLowPanFrameChecker knows(limits);
        NS_TEST_EXPECT_MSG_EQ(Check(knows, Octets{0x7e, 0xd5, 0x33} + Octets(16) + UDP_NHC),
                              "accepted",
                              "3 and 3");
        NS_TEST_EXPECT_MSG_EQ(Check(knows, Octets{0x7e, 0xd5, 0x34} + rest),
                              "unknown-context",
                              "4 for the destination");
        NS_TEST_EXPECT_MSG_EQ(Check(knows, Octets{0x7e, 0x50} + rest), "unknown-context", "0");

        const Octets addresses = SOURCE + BROKER;
        for (const uint8_t nhc : {0xe0, 0xe8, 0xee, 0x00, 0xf8, 0xff})
        {
            NS_TEST_EXPECT_MSG_EQ(Check(Iphc(true) + addresses + Octets{nhc} + Octets(40)),
                                  "unsupported-header",
                                  "NHC " << +nhc);
        }
        for (const uint8_t next : {0, 41, 43, 44, 59, 60, 135, 200})
        {
            NS_TEST_EXPECT_MSG_EQ(Check(Iphc(false) + Octets{next} + addresses + Octets(40)),
                                  "unsupported-header",
                                  "next header " << +next);
        }
    }
};

class Addresses : public TestCase
{
  public:
    Addresses()
        : TestCase("addresses no datagram may carry are refused")
    {
    }

  private:
    void DoRun() override
    {
        Octets multicast = SOURCE;
        multicast[0] = 0xff;
        Octets loopback(16, 0);
        loopback[15] = 1;
        const Octets none(16, 0);
        const auto verdict = [](const Octets& source, const Octets& destination) {
            return Check(Iphc(true) + source + destination + UDP_NHC);
        };
        NS_TEST_EXPECT_MSG_EQ(verdict(SOURCE, BROKER), "accepted", "both fine");
        NS_TEST_EXPECT_MSG_EQ(verdict(multicast, BROKER), "malformed-datagram", "from multicast");
        NS_TEST_EXPECT_MSG_EQ(verdict(loopback, BROKER), "malformed-datagram", "from loopback");
        NS_TEST_EXPECT_MSG_EQ(verdict(none, BROKER), "malformed-datagram", "UDP from ::");
        NS_TEST_EXPECT_MSG_EQ(verdict(SOURCE, loopback), "malformed-datagram", "to loopback");
        NS_TEST_EXPECT_MSG_EQ(verdict(SOURCE, none), "malformed-datagram", "to ::");
        // Duplicate address detection: source :: by SAC and SAM 0 (RFC 6282 section 3.1.1).
        const Octets target = Octets{135, 0, 0, 0, 0, 0, 0, 0} + BROKER;
        NS_TEST_EXPECT_MSG_EQ(Check(Octets{0x7b, 0x43, 58} + target + Octets{1, 1} + Octets(6)),
                              "accepted",
                              "detection");
        NS_TEST_EXPECT_MSG_EQ(Check(Octets{0x7f, 0x43} + UDP_NHC), "malformed-datagram", "UDP");
    }
};

class Discovery : public TestCase
{
  public:
    Discovery()
        : TestCase("neighbour discovery with impossible options is refused")
    {
    }

  private:
    void DoRun() override
    {
        const auto verdict = [](const Octets& option) {
            return Check(Octets{0x7b, 0x22, 58, 0, 1, 0, 2, 135, 0, 0, 0, 0, 0, 0, 0} + BROKER +
                         option);
        };
        const Octets address{1, 1, 2, 0, 0, 0, 0, 9};
        const Octets mtu{5, 1, 0, 0, 0, 0, 5, 0};
        NS_TEST_EXPECT_MSG_EQ(verdict(address), "accepted", "an address");
        NS_TEST_EXPECT_MSG_EQ(verdict(address + mtu), "accepted", "an address and an MTU");
        NS_TEST_EXPECT_MSG_EQ(verdict({}), "malformed-datagram", "ns-3 reads on for an address");
        NS_TEST_EXPECT_MSG_EQ(verdict(mtu), "malformed-datagram", "it wants the address first");
        NS_TEST_EXPECT_MSG_EQ(verdict(address + address),
                              "malformed-datagram",
                              "ns-3 never ends with two addresses");
        NS_TEST_EXPECT_MSG_EQ(verdict(Octets{1, 0} + Octets(6)), "malformed-datagram", "length 0");
        NS_TEST_EXPECT_MSG_EQ(verdict(address + Octets{14, 0} + Octets(6)),
                              "malformed-datagram",
                              "length 0 of a kind of any length");
        NS_TEST_EXPECT_MSG_EQ(verdict(Octets{1, 2} + Octets(6)), "malformed-datagram", "too long");
        NS_TEST_EXPECT_MSG_EQ(verdict(Octets{1, 2} + Octets(14)),
                              "malformed-datagram",
                              "a link-layer address of 14 octets");
        NS_TEST_EXPECT_MSG_EQ(verdict(Octets{3, 1} + Octets(6)),
                              "malformed-datagram",
                              "prefix information of 8 octets");
        NS_TEST_EXPECT_MSG_EQ(verdict({1}), "malformed-datagram", "half an option");
    }
};

class Fragments : public TestCase
{
  public:
    Fragments()
        : TestCase(
              "fragments are accepted in any order, once, without overlap, within the datagram")
    {
    }

  private:
    void DoRun() override
    {
        SixLowPanFrameChecker checker;
        constexpr uint16_t size = 84; // 64 in the first, then 16, then 4
        NS_TEST_EXPECT_MSG_EQ(Check(checker, FragN(size, 1, 10, 4)), "accepted", "the last");
        NS_TEST_EXPECT_MSG_EQ(Check(checker, First(size, 1)), "accepted", "the first");
        NS_TEST_EXPECT_MSG_EQ(checker.Pending(), 1, "under way");
        NS_TEST_EXPECT_MSG_EQ(Check(checker, FragN(size, 1, 10, 4)), "fragment-duplicate", "again");
        NS_TEST_EXPECT_MSG_EQ(Check(checker, First(size, 1)), "fragment-duplicate", "first again");
        NS_TEST_EXPECT_MSG_EQ(Check(checker, FragN(size, 1, 9, 16)), "fragment-size", "beyond");
        NS_TEST_EXPECT_MSG_EQ(Check(checker, FragN(size, 1, 7, 8)), "fragment-overlap", "of first");
        NS_TEST_EXPECT_MSG_EQ(Check(checker, FragN(size, 1, 9, 12)), "fragment-overlap", "of last");
        NS_TEST_EXPECT_MSG_EQ(Check(checker, FragN(size, 1, 0, 8)), "fragment-overlap", "offset 0");
        NS_TEST_EXPECT_MSG_EQ(Check(checker, FragN(size, 1, 8, 9)), "fragment-length", "not by 8");
        NS_TEST_EXPECT_MSG_EQ(Check(checker, FragN(size, 1, 8, 0)), "fragment-length", "nothing");
        NS_TEST_EXPECT_MSG_EQ(Check(checker, FragN(size, 1, 8, 16), 0, 2),
                              "accepted",
                              "of another sender, another datagram");
        NS_TEST_EXPECT_MSG_EQ(Check(checker, FragN(size, 1, 8, 16)), "accepted", "the missing one");
        NS_TEST_EXPECT_MSG_EQ(checker.Pending(), 1, "complete, the other sender's is left");

        NS_TEST_EXPECT_MSG_EQ(Check(FragN(size, 1, 0, 8)),
                              "fragment-overlap",
                              "offset 0 is the first fragment's, even before it came");
        NS_TEST_EXPECT_MSG_EQ(Check(First(40, 1)), "fragment-size", "no room for IPv6");
        NS_TEST_EXPECT_MSG_EQ(Check(First(63, 1)), "fragment-size", "first exceeds the datagram");
        NS_TEST_EXPECT_MSG_EQ(Check(First(1281, 1)), "fragment-size", "above the MTU");
        NS_TEST_EXPECT_MSG_EQ(Check(First(1280, 1)), "accepted", "at the MTU");
        NS_TEST_EXPECT_MSG_EQ(Check(Frag1(84, 1, {})), "truncated", "an empty first fragment");
        NS_TEST_EXPECT_MSG_EQ(Check(Frag1(84, 1, First(84, 1))), "unknown-dispatch", "nested");
    }
};

class Bounds : public TestCase
{
  public:
    Bounds()
        : TestCase("few datagrams at a time, few fragments of each, and 60 s")
    {
    }

  private:
    void DoRun() override
    {
        FrameCheckerLimits limits;
        limits.datagrams = 2;
        limits.fragmentsPerDatagram = 3;
        SixLowPanFrameChecker checker(limits);
        NS_TEST_EXPECT_MSG_EQ(Check(checker, FragN(800, 1, 10, 8), 0),
                              "accepted",
                              "first datagram");
        NS_TEST_EXPECT_MSG_EQ(Check(checker, FragN(800, 2, 10, 8), 30), "accepted", "second");
        NS_TEST_EXPECT_MSG_EQ(Check(checker, FragN(800, 3, 10, 8), 31),
                              "fragment-no-room",
                              "third");
        Check(checker, FragN(800, 1, 20, 8), 32);
        Check(checker, FragN(800, 1, 30, 8), 32);
        NS_TEST_EXPECT_MSG_EQ(Check(checker, FragN(800, 1, 40, 8), 32),
                              "fragment-no-room",
                              "fourth fragment");
        NS_TEST_EXPECT_MSG_EQ(Check(checker, FragN(800, 1, 10, 8), 60),
                              "fragment-duplicate",
                              "still known at 60 s");
        NS_TEST_EXPECT_MSG_EQ(Check(checker, FragN(800, 3, 10, 8), 60.001),
                              "accepted",
                              "the first datagram is forgotten");
    }
};

class FrameCheckerSuite : public TestSuite
{
  public:
    FrameCheckerSuite()
        : TestSuite("iomt-frame-checker", TestSuite::Type::UNIT)
    {
        AddTestCase(new WholeFrames);
        AddTestCase(new Encodings);
        AddTestCase(new Addresses);
        AddTestCase(new Discovery);
        AddTestCase(new Fragments);
        AddTestCase(new Bounds);
    }
};

FrameCheckerSuite g_frameCheckerSuite;

} // namespace
