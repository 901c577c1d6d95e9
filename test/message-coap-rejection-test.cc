// SPDX-License-Identifier: GPL-2.0-only

// What an endpoint refuses, and how (RFC 7252, 4.2, 4.3, 5.4, 5.7 and 5.8).

#include "coap-bench.h"

#include "ns3/test.h"

using namespace ns3;
using namespace ns3::iomt;

namespace
{

class CoapRejections : public TestCase
{
  public:
    CoapRejections()
        : TestCase("datagrams and the answers to them")
    {
    }

  private:
    /// @return what a server with the resources "t" and "s/*" answers to a datagram
    std::string Answer(const char* hex)
    {
        CoapBench bench;
        CoapBench::Node& server = bench.Add();
        const auto handler = [](const CoapIncoming& incoming) {
            return std::optional<CoapAnswer>(BenchContent(incoming.path));
        };
        server.endpoint->AddResource("t", handler);
        server.endpoint->AddResource("s/*", handler);
        CoapPeer client;
        client.address[0] = 1;
        server.endpoint->Receive(FromHex(hex), client);
        for (const CoapBenchDatagram& sent : bench.log)
        {
            NS_TEST_EXPECT_MSG_EQ((sent.to == client), true, "to who asked");
        }
        return bench.Trace();
    }

    void DoRun() override
    {
        const std::pair<const char*, const char*> examples[] = {
            {"40010001b174", "ACK 2.05"},
            {"40010001b173", "ACK 4.04"},       // "s" itself is not below "s"
            {"40010001b1730161", "ACK 2.05"},   // "s/a"
            {"40010001", "ACK 4.04"},           // no path
            {"50010001b173", "NON 4.04"},       //
            {"40050001b174", "ACK 4.05"},       // FETCH
            {"40010001b174d1fe00", "ACK 2.05"}, // an elective option
            {"40010001b174c00b", "RST 0.00"},   // cut option
            {"40010001b174c0", "ACK 4.02"},     // option 23, Block2
            {"50010001b174c0", "RST 0.00"},     // the same as NON
            {"40010001b174d10b78", "ACK 5.05"}, // option 35, Proxy-Uri
            {"40010001b1746132", "ACK 4.06"},   // Accept: 50, but it is text
            {"400100016561b174", "RST 0.00"},   // an option longer than the rest
            {"50010001ff", ""},                 // malformed NON
            {"40000001", "RST 0.00"},           // ping
            {"50000001", ""},                   // Empty NON
            {"40450001", "RST 0.00"},           // a response nobody asked for
            {"50450001", ""},                   //
            {"5045000160", "RST 0.00"},         // a notification nobody asked for
            {"40210001", "RST 0.00"},           // reserved class
            {"60450001", ""},                   // ACK of nothing
            {"70000001", ""},                   // RST of nothing
            {"80010001", ""},                   // version 2
            {"4001", ""},                       // short
        };
        for (const auto& [hex, answer] : examples)
        {
            NS_TEST_EXPECT_MSG_EQ(Answer(hex), answer, hex);
        }
    }
};

class CoapStrangers : public TestCase
{
  public:
    CoapStrangers()
        : TestCase("a response counts only from who was asked, with token and message ID")
    {
    }

  private:
    void DoRun() override
    {
        CoapBench bench;
        CoapBench::Node& client = bench.Add();
        CoapPeer server;
        server.address[0] = 9;
        std::string heard;
        client.endpoint->Request(server,
                                 BenchRequest(CoapCode::GET, "t"),
                                 [&](const CoapReply& reply) { heard += BenchText(reply); });
        CoapMessage reply;
        reply.type = CoapType::ACK;
        reply.code = CoapCode::CONTENT;
        reply.messageId = bench.log[0].message.messageId;
        reply.token = bench.log[0].message.token;
        reply.payload = ToBytes("x");
        const auto receive = [&](const CoapMessage& message, const CoapPeer& from) {
            client.endpoint->Receive(EncodeCoap(message), from);
            return heard;
        };
        CoapPeer stranger = server;
        stranger.address[1] = 1;
        NS_TEST_EXPECT_MSG_EQ(receive(reply, stranger), "", "another address");
        CoapPeer port = server;
        port.port = 1;
        NS_TEST_EXPECT_MSG_EQ(receive(reply, port), "", "another port");
        CoapMessage separate = reply;
        separate.type = CoapType::NON;
        NS_TEST_EXPECT_MSG_EQ(receive(separate, stranger), "", "separate, from another address");
        CoapMessage changed = reply;
        changed.messageId ^= 1;
        NS_TEST_EXPECT_MSG_EQ(receive(changed, server), "", "another message ID");
        changed = reply;
        changed.token[0] ^= 1;
        NS_TEST_EXPECT_MSG_EQ(receive(changed, server), "", "another token");
        changed = reply;
        changed.options.push_back({2049, {}});
        NS_TEST_EXPECT_MSG_EQ(receive(changed, server), "", "an unknown critical option");
        NS_TEST_EXPECT_MSG_EQ(receive(reply, server), "2.05 x", "the right one");
        NS_TEST_EXPECT_MSG_EQ(receive(reply, server), "2.05 x", "once");

        CoapParameters two = BenchParameters();
        two.nstart = 2;
        CoapBench::Node& busy = bench.Add(two);
        const std::size_t first = bench.log.size();
        int replies = 0;
        for (int i = 0; i < 2; ++i)
        {
            busy.endpoint->Request(server, BenchRequest(CoapCode::GET, "t"), [&](const CoapReply&) {
                ++replies;
            });
        }
        changed = reply;
        changed.messageId = bench.log[first].message.messageId;
        changed.token = bench.log[first + 1].message.token;
        busy.endpoint->Receive(EncodeCoap(changed), server);
        NS_TEST_EXPECT_MSG_EQ(replies, 0, "message ID of one, token of the other");

        heard.clear();
        for (const bool confirmable : {true, false})
        {
            client.endpoint->Request(server,
                                     BenchRequest(CoapCode::GET, "t", confirmable),
                                     [&](const CoapReply& r) { heard += BenchText(r); });
            CoapMessage reset;
            reset.type = CoapType::RST;
            reset.messageId = bench.log.back().message.messageId;
            receive(reset, server);
        }
        NS_TEST_EXPECT_MSG_EQ(heard, "resetreset", "Reset ends a request");
    }
};

class CoapRejectionSuite : public TestSuite
{
  public:
    CoapRejectionSuite()
        : TestSuite("iomt-coap-rejection", TestSuite::Type::UNIT)
    {
        AddTestCase(new CoapRejections);
        AddTestCase(new CoapStrangers);
    }
};

const CoapRejectionSuite SUITE;

} // namespace
