// SPDX-License-Identifier: GPL-2.0-only

// Observing resources (RFC 7641) in virtual time.

#include "coap-bench.h"

#include "ns3/test.h"

using namespace ns3;
using namespace ns3::iomt;

namespace
{

struct Watch
{
    Watch()
        : client(bench.Add()),
          server(bench.Add())
    {
        server.endpoint->AddResource(
            "t",
            [this](const CoapIncoming& incoming) {
                tokens.push_back(incoming.message.token);
                return std::optional<CoapAnswer>(BenchContent("now"));
            },
            true);
        observation = client.endpoint->Observe(server.self, "t", [this](const CoapReply& reply) {
            heard += (heard.empty() ? "" : "; ") + BenchText(reply) + (reply.stale ? " stale" : "");
            provenance = reply.provenance;
        });
        bench.clock.Run(1);
    }

    std::size_t Tell(const std::string& text, bool confirmable = false)
    {
        CoapAnswer answer = BenchContent(text);
        answer.provenance = 5;
        return server.endpoint->Notify("t", answer, confirmable);
    }

    CoapBench bench;
    CoapBench::Node& client;
    CoapBench::Node& server;
    uint64_t observation{0};
    std::vector<Bytes> tokens;
    std::string heard;
    uint64_t provenance{0};
};

class ObserveNotifications : public TestCase
{
  public:
    ObserveNotifications()
        : TestCase("registration, NON and CON notifications, deregistration")
    {
    }

  private:
    void DoRun() override
    {
        Watch watch;
        NS_TEST_EXPECT_MSG_EQ(watch.bench.Trace(), "CON 0.01, ACK 2.05", "registration");
        NS_TEST_EXPECT_MSG_EQ(watch.bench.log[1].message.GetUint(6).has_value(), true, "Observe");
        NS_TEST_EXPECT_MSG_EQ(watch.server.endpoint->Observers("t"), 1, "registered");
        NS_TEST_EXPECT_MSG_EQ(watch.Tell("a"), 1, "told");
        NS_TEST_EXPECT_MSG_EQ(watch.Tell("b", true), 1, "told");
        watch.bench.clock.Run(2);
        NS_TEST_EXPECT_MSG_EQ(watch.bench.Trace(),
                              "CON 0.01, ACK 2.05, NON 2.05, CON 2.05, ACK 0.00",
                              "datagrams");
        NS_TEST_EXPECT_MSG_EQ(watch.heard, "2.05 now; 2.05 a; 2.05 b", "heard");
        NS_TEST_EXPECT_MSG_EQ(watch.provenance, 5, "provenance");
        watch.client.endpoint->CancelObserve(watch.observation);
        watch.bench.clock.Run(3);
        NS_TEST_EXPECT_MSG_EQ(watch.server.endpoint->Observers("t"), 0, "deregistered");
        NS_TEST_EXPECT_MSG_EQ(watch.Tell("c"), 0, "nobody");
        watch.bench.clock.Run(1000);
        NS_TEST_EXPECT_MSG_EQ(watch.heard, "2.05 now; 2.05 a; 2.05 b", "silence");
        NS_TEST_EXPECT_MSG_EQ(watch.bench.clock.Pending(), 0, "nothing scheduled");
    }
};

class ObserveRefresh : public TestCase
{
  public:
    ObserveRefresh()
        : TestCase("after Max-Age the client registers again with its token")
    {
    }

  private:
    void DoRun() override
    {
        Watch watch;
        watch.bench.clock.Run(64);
        NS_TEST_EXPECT_MSG_EQ(watch.tokens.size(), 1, "60 s and the margin");
        watch.bench.clock.Run(66);
        NS_TEST_ASSERT_MSG_EQ(watch.tokens.size(), 2, "again");
        NS_TEST_EXPECT_MSG_EQ(ToHex(watch.tokens[1]), ToHex(watch.tokens[0]), "same token");
        NS_TEST_EXPECT_MSG_EQ(watch.server.endpoint->Observers("t"), 1, "still one");
        CoapAnswer brief = BenchContent("brief");
        brief.maxAgeS = 3;
        watch.server.endpoint->Notify("t", brief);
        watch.bench.clock.Run(75);
        NS_TEST_EXPECT_MSG_EQ(watch.tokens.size(), 3, "Max-Age of 3 s");
        // The server restarts and forgets; its client comes back by itself.
        watch.bench.lose = [&](const CoapBenchDatagram& d) { return d.to == watch.server.self; };
        watch.bench.clock.Run(300);
        NS_TEST_EXPECT_MSG_NE(watch.heard.find("timeout"), std::string::npos, "told so");
        watch.bench.lose = nullptr;
        const std::size_t before = watch.tokens.size();
        watch.bench.clock.Run(500);
        NS_TEST_EXPECT_MSG_GT(watch.tokens.size(), before, "back");
    }
};

class ObserveOrder : public TestCase
{
  public:
    ObserveOrder()
        : TestCase("an overtaken notification is stale, by its sequence number or its age")
    {
    }

  private:
    void DoRun() override
    {
        Watch watch;
        const Bytes token = watch.tokens.at(0);
        uint16_t messageId = 1000;
        const auto notify = [&](uint32_t sequence) {
            CoapMessage message;
            message.type = CoapType::NON;
            message.code = CoapCode::CONTENT;
            message.messageId = messageId++;
            message.token = token;
            message.AddUint(CoapOptionNumber::OBSERVE, sequence);
            watch.heard.clear();
            watch.client.endpoint->Receive(EncodeCoap(message), watch.server.self);
            return watch.heard;
        };
        NS_TEST_EXPECT_MSG_EQ(notify(10), "2.05", "newer");
        NS_TEST_EXPECT_MSG_EQ(notify(9), "2.05 stale", "older");
        NS_TEST_EXPECT_MSG_EQ(notify(10), "2.05 stale", "the same");
        NS_TEST_EXPECT_MSG_EQ(notify(0x7fffff), "2.05", "ahead");
        NS_TEST_EXPECT_MSG_EQ(notify(0xffffff), "2.05 stale", "2^23 ahead is behind");
        NS_TEST_EXPECT_MSG_EQ(notify(0xfffff0 - 0x10), "2.05", "ahead");
        NS_TEST_EXPECT_MSG_EQ(notify(3), "2.05", "wrapped around");
        watch.bench.lose = [](const CoapBenchDatagram&) { return true; };
        watch.bench.clock.Run(watch.bench.clock.Now() + 129);
        NS_TEST_EXPECT_MSG_EQ(notify(2), "2.05", "128 s later anything is fresh");
    }
};

class ObserveEnds : public TestCase
{
  public:
    ObserveEnds()
        : TestCase("a Reset, a timeout or an error ends the registration")
    {
    }

  private:
    void DoRun() override
    {
        for (const bool confirmable : {false, true})
        {
            Watch reset;
            const uint64_t before = reset.bench.log.size();
            // The client forgets, and only then hears.
            auto fresh = std::make_unique<CoapEndpoint>(reset.client);
            reset.client.endpoint.swap(fresh);
            fresh.reset();
            reset.Tell("a", confirmable);
            reset.bench.clock.Run(3);
            NS_TEST_EXPECT_MSG_EQ(reset.bench.log.size(), before + 2, "RST");
            NS_TEST_EXPECT_MSG_EQ(reset.server.endpoint->Observers("t"), 0, "forgotten");
        }
        Watch timeout;
        timeout.bench.lose = [&](const CoapBenchDatagram& d) {
            return d.to == timeout.client.self;
        };
        timeout.Tell("a", true);
        timeout.bench.clock.Run(55);
        NS_TEST_EXPECT_MSG_EQ(timeout.server.endpoint->Observers("t"), 1, "still trying");
        timeout.bench.clock.Run(64);
        NS_TEST_EXPECT_MSG_EQ(timeout.server.endpoint->Observers("t"), 0, "given up");
        Watch error;
        CoapAnswer gone;
        gone.code = CoapCode::NOT_FOUND;
        error.server.endpoint->Notify("t", gone);
        NS_TEST_EXPECT_MSG_EQ(error.server.endpoint->Observers("t"), 0, "4.04");
        error.bench.clock.Run(2);
        NS_TEST_EXPECT_MSG_EQ(error.heard, "2.05 now; 4.04", "told");
        NS_TEST_EXPECT_MSG_EQ(error.bench.log.back().message.GetUint(6).has_value(),
                              false,
                              "no Observe");
    }
};

class ObserveLimits : public TestCase
{
  public:
    ObserveLimits()
        : TestCase("only observable resources, and no more observers than allowed")
    {
    }

  private:
    void DoRun() override
    {
        CoapParameters few;
        few.maxObservers = 3;
        CoapBench bench;
        CoapBench::Node& server = bench.Add(few);
        const auto handler = [](const CoapIncoming&) {
            return std::optional<CoapAnswer>(BenchContent("x"));
        };
        server.endpoint->AddResource("o/*", handler, true);
        server.endpoint->AddResource("plain", handler);
        CoapMessage request;
        request.code = CoapCode::GET;
        request.AddUint(CoapOptionNumber::OBSERVE, 0);
        request.SetPath("plain");
        CoapPeer client;
        server.endpoint->Receive(EncodeCoap(request), client);
        NS_TEST_EXPECT_MSG_EQ(server.endpoint->Observers("plain"), 0, "not observable");
        request.options.pop_back();
        request.SetPath("o/1");
        for (uint8_t i = 0; i < 10; ++i)
        {
            request.messageId = i + 1;
            request.token = {i};
            server.endpoint->Receive(EncodeCoap(request), client);
        }
        NS_TEST_EXPECT_MSG_EQ(server.endpoint->Observers("o/1"), 3, "limit");
        NS_TEST_EXPECT_MSG_EQ(bench.log.back().message.GetUint(6).has_value(), false, "no Observe");
        request.messageId = 100;
        request.token = {0};
        server.endpoint->Receive(EncodeCoap(request), client);
        NS_TEST_EXPECT_MSG_EQ(bench.log.back().message.GetUint(6).has_value(), true, "renewed");
        NS_TEST_EXPECT_MSG_EQ(server.endpoint->Observers("o/1"), 3, "renewed");
        NS_TEST_EXPECT_MSG_EQ(server.endpoint->Observers("o/2"), 0, "another path");
    }
};

class CoapObserveSuite : public TestSuite
{
  public:
    CoapObserveSuite()
        : TestSuite("iomt-coap-observe", TestSuite::Type::UNIT)
    {
        AddTestCase(new ObserveNotifications);
        AddTestCase(new ObserveRefresh);
        AddTestCase(new ObserveOrder);
        AddTestCase(new ObserveEnds);
        AddTestCase(new ObserveLimits);
    }
};

const CoapObserveSuite SUITE;

} // namespace
