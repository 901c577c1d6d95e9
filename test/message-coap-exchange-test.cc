// SPDX-License-Identifier: GPL-2.0-only

// Requests and responses between two endpoints (RFC 7252, 4 and 5) in virtual time.

#include "coap-bench.h"

#include "ns3/test.h"

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// Client, server with a resource "t", and what the client heard.
struct Pair
{
    explicit Pair(const CoapParameters& parameters = BenchParameters())
        : client(bench.Add(parameters)),
          server(bench.Add(parameters))
    {
        server.endpoint->AddResource("t", [this](const CoapIncoming& incoming) {
            ++handled;
            provenance = incoming.provenance;
            CoapAnswer answer = BenchContent("22.3 C");
            answer.provenance = 77;
            return std::optional<CoapAnswer>(answer);
        });
    }

    void Ask(const CoapRequest& request, uint64_t requestProvenance = 0)
    {
        client.endpoint->Request(
            server.self,
            request,
            [this](const CoapReply& reply) {
                heard += (heard.empty() ? "" : "; ") + BenchText(reply);
                heardProvenance = reply.provenance;
                heardS = bench.clock.Now();
            },
            requestProvenance);
    }

    CoapBench bench;
    CoapBench::Node& client;
    CoapBench::Node& server;
    int handled{0};
    uint64_t provenance{0};
    std::string heard;
    uint64_t heardProvenance{0};
    double heardS{0};
};

class CoapPiggybacked : public TestCase
{
  public:
    CoapPiggybacked()
        : TestCase("piggybacked and non-confirmable responses, with their provenance")
    {
    }

  private:
    void DoRun() override
    {
        Pair con;
        con.Ask(BenchRequest(CoapCode::GET, "t"), 42);
        NS_TEST_EXPECT_MSG_EQ(con.heard, "", "never before Request returns");
        con.bench.clock.Run(1);
        NS_TEST_EXPECT_MSG_EQ(con.bench.Trace(), "CON 0.01, ACK 2.05", "datagrams");
        NS_TEST_EXPECT_MSG_EQ(con.heard, "2.05 22.3 C", "reply");
        NS_TEST_EXPECT_MSG_EQ_TOL(con.heardS, 0.1, 1e-9, "a round trip");
        NS_TEST_EXPECT_MSG_EQ(con.provenance, 42, "to the handler");
        NS_TEST_EXPECT_MSG_EQ(con.heardProvenance, 77, "to the client");
        NS_TEST_EXPECT_MSG_EQ(con.bench.clock.Pending(), 0, "nothing scheduled");
        Pair non;
        non.Ask(BenchRequest(CoapCode::GET, "t", false), 42);
        non.bench.clock.Run(1);
        NS_TEST_EXPECT_MSG_EQ(non.bench.Trace(), "NON 0.01, NON 2.05", "datagrams");
        NS_TEST_EXPECT_MSG_EQ(non.heard, "2.05 22.3 C", "reply");
        NS_TEST_EXPECT_MSG_EQ(non.heardProvenance, 77, "to the client");
    }
};

class CoapRetransmission : public TestCase
{
  public:
    CoapRetransmission()
        : TestCase("CON is sent again with exponential back-off and handled once")
    {
    }

  private:
    void DoRun() override
    {
        Pair lossy;
        int sent = 0;
        lossy.bench.lose = [&](const CoapBenchDatagram&) { return ++sent <= 2; };
        lossy.Ask(BenchRequest(CoapCode::GET, "t"), 42);
        lossy.bench.clock.Run(60);
        NS_TEST_EXPECT_MSG_EQ(lossy.bench.Trace(), "CON 0.01, CON 0.01, CON 0.01, ACK 2.05", "");
        NS_TEST_EXPECT_MSG_EQ_TOL(lossy.bench.log[1].timeS, 2, 0.01, "ACK_TIMEOUT");
        NS_TEST_EXPECT_MSG_EQ_TOL(lossy.bench.log[2].timeS, 6, 0.02, "twice as long");
        NS_TEST_EXPECT_MSG_EQ(lossy.bench.log[2].provenance, 42, "same provenance");
        NS_TEST_EXPECT_MSG_EQ(lossy.client.endpoint->Counters().retransmissions, 2, "counted");
        NS_TEST_EXPECT_MSG_EQ(lossy.heard, "2.05 22.3 C", "reply");

        Pair deaf; // the server hears, its answers are lost
        deaf.bench.lose = [&](const CoapBenchDatagram& d) { return d.from == deaf.server.self; };
        deaf.Ask(BenchRequest(CoapCode::PUT, "t"));
        deaf.bench.clock.Run(100);
        NS_TEST_EXPECT_MSG_EQ(deaf.handled, 1, "duplicates are not handled again");
        NS_TEST_EXPECT_MSG_EQ(deaf.server.endpoint->Counters().duplicates, 4, "but answered");
        NS_TEST_EXPECT_MSG_EQ(deaf.server.endpoint->Counters().sent, 5, "but answered");
        NS_TEST_EXPECT_MSG_EQ(deaf.heard, "timeout", "after MAX_RETRANSMIT");
        NS_TEST_EXPECT_MSG_EQ_TOL(deaf.heardS, 62, 0.1, "2 + 4 + 8 + 16 + 32 s");
        NS_TEST_EXPECT_MSG_EQ(deaf.client.endpoint->Counters().timeouts, 1, "counted");

        Pair spread{CoapParameters()};
        spread.bench.lose = [](const CoapBenchDatagram&) { return true; };
        spread.Ask(BenchRequest(CoapCode::GET, "t"));
        spread.bench.clock.Run(10);
        const double first = spread.bench.log.at(1).timeS;
        NS_TEST_EXPECT_MSG_GT(first, 2.001, "ACK_RANDOM_FACTOR");
        NS_TEST_EXPECT_MSG_LT_OR_EQ(first, 3, "ACK_RANDOM_FACTOR");
    }
};

class CoapDuplicates : public TestCase
{
  public:
    CoapDuplicates()
        : TestCase("a message ID is remembered for its lifetime, no longer")
    {
    }

  private:
    void DoRun() override
    {
        for (const bool confirmable : {true, false})
        {
            Pair pair{CoapParameters()};
            CoapMessage request;
            request.type = confirmable ? CoapType::CON : CoapType::NON;
            request.code = CoapCode::GET;
            request.messageId = 7;
            request.SetPath("t");
            const Bytes datagram = EncodeCoap(request);
            const double lifetimeS = confirmable ? 247 : 145;
            pair.server.endpoint->Receive(datagram, pair.client.self);
            pair.bench.clock.Run(lifetimeS - 1);
            pair.server.endpoint->Receive(datagram, pair.client.self);
            NS_TEST_EXPECT_MSG_EQ(pair.handled, 1, "within its lifetime");
            NS_TEST_EXPECT_MSG_EQ(pair.server.endpoint->Counters().sent, confirmable ? 2 : 1, "");
            request.token = {1};
            pair.server.endpoint->Receive(EncodeCoap(request), pair.client.self);
            NS_TEST_EXPECT_MSG_EQ(pair.handled, 2, "another message of the same ID");
            CoapPeer other = pair.client.self;
            other.port = 9;
            pair.server.endpoint->Receive(datagram, other);
            NS_TEST_EXPECT_MSG_EQ(pair.handled, 3, "another peer");
            pair.bench.clock.Run(2 * lifetimeS);
            pair.server.endpoint->Receive(datagram, pair.client.self);
            NS_TEST_EXPECT_MSG_EQ(pair.handled, 4, "after its lifetime");
        }
        CoapParameters small = BenchParameters();
        small.maxRemembered = 8;
        Pair flooded(small);
        CoapMessage request;
        request.code = CoapCode::GET;
        request.SetPath("t");
        for (request.messageId = 0; request.messageId < 100; ++request.messageId)
        {
            flooded.server.endpoint->Receive(EncodeCoap(request), flooded.client.self);
        }
        request.messageId = 99;
        flooded.server.endpoint->Receive(EncodeCoap(request), flooded.client.self);
        NS_TEST_EXPECT_MSG_EQ(flooded.handled, 100, "the latest are remembered");
        request.messageId = 0;
        flooded.server.endpoint->Receive(EncodeCoap(request), flooded.client.self);
        NS_TEST_EXPECT_MSG_EQ(flooded.handled, 101, "the oldest gave way");
    }
};

class CoapSeparate : public TestCase
{
  public:
    CoapSeparate()
        : TestCase("a late answer is separate, a prompt one piggybacked")
    {
    }

  private:
    std::string Trace(double answerAfterS, bool loseAck, bool confirmable, std::string& heard)
    {
        Pair pair;
        pair.server.endpoint->AddResource("t", [&](const CoapIncoming& incoming) {
            pair.bench.clock.Schedule(answerAfterS, [&, id = incoming.exchange] {
                pair.server.endpoint->Respond(id, BenchContent("x"));
                pair.server.endpoint->Respond(id, BenchContent("twice"));
            });
            return std::optional<CoapAnswer>();
        });
        pair.bench.lose = [&](const CoapBenchDatagram& d) {
            return loseAck && d.message.type == CoapType::ACK && d.message.IsEmpty() &&
                   d.from == pair.server.self;
        };
        pair.Ask(BenchRequest(CoapCode::GET, "t", confirmable));
        pair.bench.clock.Run(200);
        heard = pair.heard;
        return pair.bench.Trace();
    }

    void DoRun() override
    {
        std::string heard;
        NS_TEST_EXPECT_MSG_EQ(Trace(0.4, false, true, heard), "CON 0.01, ACK 2.05", "prompt");
        NS_TEST_EXPECT_MSG_EQ(heard, "2.05 x", "prompt");
        NS_TEST_EXPECT_MSG_EQ(Trace(1, false, true, heard),
                              "CON 0.01, ACK 0.00, CON 2.05, ACK 0.00",
                              "late");
        NS_TEST_EXPECT_MSG_EQ(heard, "2.05 x", "late");
        NS_TEST_EXPECT_MSG_EQ(Trace(1, true, true, heard),
                              "CON 0.01, ACK 0.00, CON 2.05, ACK 0.00",
                              "a response stands in for the lost ACK");
        NS_TEST_EXPECT_MSG_EQ(heard, "2.05 x", "lost ACK");
        NS_TEST_EXPECT_MSG_EQ(Trace(1, false, false, heard), "NON 0.01, NON 2.05", "NON");
        NS_TEST_EXPECT_MSG_EQ(Trace(300, false, true, heard), "CON 0.01, ACK 0.00", "never");
        NS_TEST_EXPECT_MSG_EQ(heard, "timeout", "never");
    }
};

class CoapNstart : public TestCase
{
  public:
    CoapNstart()
        : TestCase("one CON at a time a peer, the rest wait in order or are refused")
    {
    }

  private:
    void DoRun() override
    {
        CoapParameters parameters = BenchParameters();
        parameters.maxQueued = 2;
        Pair pair(parameters);
        std::string order;
        pair.server.endpoint->AddResource("*", [&](const CoapIncoming& incoming) {
            order += incoming.path;
            return std::optional<CoapAnswer>(BenchContent(incoming.path));
        });
        for (const char* path : {"a", "b", "c", "d"})
        {
            pair.Ask(BenchRequest(CoapCode::GET, path));
        }
        NS_TEST_EXPECT_MSG_EQ(pair.bench.log.size(), 1, "NSTART");
        pair.bench.clock.Run(10);
        NS_TEST_EXPECT_MSG_EQ(order, "abc", "in order");
        NS_TEST_EXPECT_MSG_EQ(pair.heard, "queue full; 2.05 a; 2.05 b; 2.05 c", "replies");
        NS_TEST_EXPECT_MSG_EQ(pair.client.endpoint->Counters().queueFull, 1, "counted");
        parameters.nstart = 3;
        Pair wide(parameters);
        for (int i = 0; i < 4; ++i)
        {
            wide.Ask(BenchRequest(CoapCode::GET, "t"));
        }
        NS_TEST_EXPECT_MSG_EQ(wide.bench.log.size(), 3, "NSTART = 3");
    }
};

class CoapNoResponse : public TestCase
{
  public:
    CoapNoResponse()
        : TestCase("a NON request may do without the responses it names (RFC 7967)")
    {
    }

  private:
    void DoRun() override
    {
        Pair pair;
        CoapRequest request = BenchRequest(CoapCode::PUT, "t", false);
        request.noResponse = 2;
        pair.client.endpoint->Request(pair.server.self, request, nullptr);
        pair.bench.clock.Run(1);
        NS_TEST_EXPECT_MSG_EQ(pair.handled, 1, "handled");
        NS_TEST_EXPECT_MSG_EQ(pair.bench.Trace(), "NON 0.03", "success is not answered");
        NS_TEST_EXPECT_MSG_EQ(pair.bench.clock.Pending(), 0, "nothing awaited");
        request.path = "absent";
        pair.Ask(request);
        pair.bench.clock.Run(2);
        NS_TEST_EXPECT_MSG_EQ(pair.bench.Trace(), "NON 0.03, NON 0.03, NON 4.04", "an error is");
        NS_TEST_EXPECT_MSG_EQ(pair.heard, "4.04", "heard");
        request.confirmable = true;
        request.path = "t";
        pair.Ask(request);
        pair.bench.clock.Run(3);
        NS_TEST_EXPECT_MSG_EQ(pair.heard, "4.04; 2.05 22.3 C", "an ACK carries it anyway");
        // The server may keep silent by itself about a NON.
        Pair quiet;
        quiet.server.endpoint->AddResource("t", [](const CoapIncoming&) {
            CoapAnswer answer = BenchContent("x");
            answer.silent = true;
            return std::optional<CoapAnswer>(answer);
        });
        quiet.client.endpoint->Request(quiet.server.self,
                                       BenchRequest(CoapCode::PUT, "t", false),
                                       nullptr);
        quiet.Ask(BenchRequest(CoapCode::PUT, "t"));
        quiet.bench.clock.Run(1);
        NS_TEST_EXPECT_MSG_EQ(quiet.bench.Trace(), "NON 0.03, CON 0.03, ACK 2.05", "silent");
    }
};

class CoapExchangeSuite : public TestSuite
{
  public:
    CoapExchangeSuite()
        : TestSuite("iomt-coap-exchange", TestSuite::Type::UNIT)
    {
        AddTestCase(new CoapPiggybacked);
        AddTestCase(new CoapRetransmission);
        AddTestCase(new CoapDuplicates);
        AddTestCase(new CoapSeparate);
        AddTestCase(new CoapNstart);
        AddTestCase(new CoapNoResponse);
    }
};

const CoapExchangeSuite SUITE;

} // namespace
