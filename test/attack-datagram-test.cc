// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/datagram.h"
#include "ns3/ipv6-header.h"
#include "ns3/packet.h"
#include "ns3/test.h"
#include "ns3/udp-header.h"

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// RFC 7252, appendix A, figure 16: CON GET /temperature, message ID 0x7d34.
const Bytes GET_TEMPERATURE = FromHex("40017d34bb74656d7065726174757265");

/// The same in a datagram that ns-3 made: an oracle for lengths and checksum.
Bytes
MadeByNs3(const Bytes& payload)
{
    const Ipv6Address source("2001:db8:1::17");
    const Ipv6Address destination("2001:db8:c::10");
    Ptr<Packet> packet = Create<Packet>(payload.data(), payload.size());
    UdpHeader udp;
    udp.SetSourcePort(49152);
    udp.SetDestinationPort(5683);
    udp.EnableChecksums();
    udp.InitializeChecksum(source, destination, 17);
    packet->AddHeader(udp);
    Ipv6Header ip;
    ip.SetTrafficClass(0x28);
    ip.SetFlowLabel(0xabcde);
    ip.SetPayloadLength(packet->GetSize());
    ip.SetNextHeader(17);
    ip.SetHopLimit(61);
    ip.SetSource(source);
    ip.SetDestination(destination);
    packet->AddHeader(ip);
    Bytes octets(packet->GetSize());
    packet->CopyData(octets.data(), octets.size());
    return octets;
}

std::optional<Datagram>
Parse(const Bytes& octets)
{
    return Datagram::Parse(octets.data(), octets.size());
}

} // namespace

/// Reading and writing back agrees with ns-3's own headers, padding left out.
class DatagramWireCase : public TestCase
{
  public:
    DatagramWireCase()
        : TestCase("reads and writes what ns-3's headers write")
    {
    }

  private:
    void DoRun() override
    {
        for (std::size_t size : {0, 1, 2, 3, 15, 16})
        {
            const Bytes payload(GET_TEMPERATURE.begin(), GET_TEMPERATURE.begin() + size);
            const Bytes wire = MadeByNs3(payload);
            Bytes padded = wire;
            padded.insert(padded.end(), 9, 0xee);
            const auto datagram = Parse(padded);
            NS_TEST_ASSERT_MSG_EQ(datagram.has_value(), true, size << " octets are refused");
            NS_TEST_EXPECT_MSG_EQ(ToHex(datagram->payload), ToHex(payload), "payload");
            NS_TEST_EXPECT_MSG_EQ(datagram->sourcePort, 49152, "source port");
            NS_TEST_EXPECT_MSG_EQ(datagram->destinationPort, 5683, "destination port");
            NS_TEST_EXPECT_MSG_EQ(unsigned{datagram->hopLimit}, 61, "hop limit");
            NS_TEST_EXPECT_MSG_EQ(unsigned{datagram->trafficClass}, 0x28, "traffic class");
            NS_TEST_EXPECT_MSG_EQ(datagram->flowLabel, 0xabcde, "flow label");
            NS_TEST_EXPECT_MSG_EQ(unsigned{datagram->source[15]}, 0x17, "source");
            NS_TEST_EXPECT_MSG_EQ(unsigned{datagram->destination[15]}, 0x10, "destination");
            NS_TEST_EXPECT_MSG_EQ(ToHex(datagram->Serialize()), ToHex(wire), "written back");
        }
    }
};

/// An edited datagram has lengths and checksum that ns-3 agrees with.
class DatagramEditCase : public TestCase
{
  public:
    DatagramEditCase()
        : TestCase("lengths and checksum follow an edited payload")
    {
    }

  private:
    void DoRun() override
    {
        auto datagram = Parse(MadeByNs3(FromHex("53031234 c0ffee b2 7073 ff 0102")));
        NS_TEST_ASSERT_MSG_EQ(datagram.has_value(), true, "refused");
        NS_TEST_EXPECT_MSG_EQ(datagram->RenameCoap(0xbeef, {1, 2, 3, 4}), true, "rename");
        NS_TEST_EXPECT_MSG_EQ(datagram->ReplaceCoapBody(FromHex("aabbccdd")), true, "body");
        const Bytes wanted = FromHex("5303beef 010203 b2 7073 ff aabbccdd");
        NS_TEST_EXPECT_MSG_EQ(ToHex(datagram->payload), ToHex(wanted), "edited CoAP");
        NS_TEST_EXPECT_MSG_EQ(ToHex(datagram->Serialize()),
                              ToHex(MadeByNs3(wanted)),
                              "on the wire");
        NS_TEST_EXPECT_MSG_EQ(datagram->ReplaceCoapBody({}), false, "an empty body");
        NS_TEST_EXPECT_MSG_EQ(datagram->ReplaceCoapBody(Bytes(70000)), false, "a body too long");

        // Words that sum to 0xffff would give the checksum zero, which means "none": RFC 768
        Datagram zero;
        zero.payload = {0, 0};
        const Bytes sum = zero.Serialize();
        zero.payload = {sum[46], sum[47]};
        const Bytes wire = zero.Serialize();
        NS_TEST_EXPECT_MSG_EQ(ToHex({wire[46], wire[47]}), "ffff", "zero is sent as all ones");
        NS_TEST_EXPECT_MSG_EQ(Parse(wire).has_value(), true, "and understood");
        Bytes none = wire;
        none[46] = none[47] = 0;
        NS_TEST_EXPECT_MSG_EQ(Parse(none).has_value(), false, "but zero is not: RFC 8200, 8.1");
    }
};

/// What is not UDP directly over IPv6, or damaged, is refused.
class DatagramRefusalCase : public TestCase
{
  public:
    DatagramRefusalCase()
        : TestCase("refuses damaged datagrams")
    {
    }

  private:
    void Refuse(std::size_t at, uint8_t octet, const std::string& what)
    {
        Bytes wire = MadeByNs3(GET_TEMPERATURE);
        wire.at(at) = octet;
        NS_TEST_EXPECT_MSG_EQ(Parse(wire).has_value(), false, what);
    }

    void DoRun() override
    {
        const Bytes wire = MadeByNs3(GET_TEMPERATURE);
        for (std::size_t size = 0; size < wire.size(); ++size)
        {
            NS_TEST_EXPECT_MSG_EQ(Datagram::Parse(wire.data(), size).has_value(),
                                  false,
                                  "truncated to " << size);
        }
        Refuse(0, 0x42, "IP version 4");
        Refuse(6, 0, "hop-by-hop options in front");
        Refuse(6, 6, "TCP");
        Refuse(5, 7, "IPv6 length below a UDP header");
        Refuse(4, 0xff, "IPv6 length beyond the frame");
        Refuse(45, 23, "UDP length unlike IPv6's");
        Refuse(63, 'X', "payload the checksum does not fit");
        Refuse(23, 0x18, "source the checksum does not fit");
    }
};

/// The CoAP view agrees with RFC 7252 and refuses what the RFC calls a format error.
class DatagramCoapCase : public TestCase
{
  public:
    DatagramCoapCase()
        : TestCase("sees CoAP as RFC 7252 writes it")
    {
    }

  private:
    static std::optional<CoapView> View(const std::string& hex)
    {
        Datagram datagram;
        datagram.payload = FromHex(hex);
        return datagram.Coap();
    }

    void DoRun() override
    {
        const auto get = View(ToHex(GET_TEMPERATURE));
        NS_TEST_ASSERT_MSG_EQ(get.has_value(), true, "figure 16");
        NS_TEST_EXPECT_MSG_EQ(unsigned{get->type}, 0, "CON");
        NS_TEST_EXPECT_MSG_EQ(unsigned{get->code}, 1, "GET");
        NS_TEST_EXPECT_MSG_EQ(get->messageId, 0x7d34, "message ID");
        NS_TEST_EXPECT_MSG_EQ(get->tokenSize, 0, "no token");
        NS_TEST_EXPECT_MSG_EQ(get->path, "temperature", "Uri-Path");
        NS_TEST_EXPECT_MSG_EQ(get->bodyOffset, 16, "no payload");

        // Figure 16: the answer, 2.05 with "22.3 C"
        const auto answer = View("60457d34ff32322e332043");
        NS_TEST_ASSERT_MSG_EQ(answer.has_value(), true, "figure 16, answer");
        NS_TEST_EXPECT_MSG_EQ(unsigned{answer->code}, 0x45, "2.05 Content");
        NS_TEST_EXPECT_MSG_EQ(answer->bodyOffset, 5, "payload");

        const auto two =
            View("5303 0001 c0ffee b2 7073 02 7031 0d 00 30313233343536373839616263 ff 00");
        NS_TEST_ASSERT_MSG_EQ(two.has_value(), true, "extended length");
        NS_TEST_EXPECT_MSG_EQ(two->path, "ps/p1/0123456789abc", "segments joined");

        for (const char* bad : {"",
                                "40017d",
                                "80017d34",           // version 2
                                "49017d340102030405", // token length 9 is reserved
                                "4401 7d34 0102",     // token cut off
                                "4000 7d34 00",       // empty message with something behind it
                                "4001 7d34 bb 74",    // option cut off
                                "4001 7d34 bd",       // extended length cut off
                                "4001 7d34 f0",       // reserved delta
                                "4001 7d34 0f",       // reserved length
                                "4001 7d34 e0 ffff 00 e0 ffff 00", // option number beyond 65535
                                "4001 7d34 ff"})                   // marker with no payload
        {
            NS_TEST_EXPECT_MSG_EQ(View(bad).has_value(), false, "accepted: " << bad);
        }
        Datagram datagram;
        datagram.payload = FromHex("4001");
        NS_TEST_EXPECT_MSG_EQ(datagram.RenameCoap(1, {}), false, "renames no CoAP");
        NS_TEST_EXPECT_MSG_EQ(datagram.ReplaceCoapBody({1}), false, "edits no CoAP");
        NS_TEST_EXPECT_MSG_EQ(ToHex(datagram.payload), "4001", "changed nothing");
    }
};

static class AttackDatagramTestSuite : public TestSuite
{
  public:
    AttackDatagramTestSuite()
        : TestSuite("iomt-attack-datagram", TestSuite::Type::UNIT)
    {
        AddTestCase(new DatagramWireCase);
        AddTestCase(new DatagramEditCase);
        AddTestCase(new DatagramRefusalCase);
        AddTestCase(new DatagramCoapCase);
    }
} g_attackDatagramTestSuite;
