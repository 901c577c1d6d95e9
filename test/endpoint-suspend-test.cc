// SPDX-License-Identifier: GPL-2.0-only

// A program that stands still and goes on, or begins again.

#include "care-bench.h"

#include "ns3/test.h"

#include <optional>
#include <vector>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

class EndpointSuspendCase : public TestCase
{
  public:
    EndpointSuspendCase()
        : TestCase(
              "what arrives at a program that stands still is missed, and answered when it comes "
              "again")
    {
    }

  private:
    void Missed(uint64_t, const Bytes&)
    {
        m_missed.push_back(Simulator::Now().GetSeconds());
    }

    void DoRun() override
    {
        CareBench bench;
        bench.KeepSilent();
        bench.broker->TraceConnectWithoutContext("Missed",
                                                 MakeCallback(&EndpointSuspendCase::Missed, this));
        bench.Publish(4, "ps/p9/x", {SENML_CBOR, Bytes(10)});
        Simulator::Schedule(Seconds(5), &Endpoint::Suspend, bench.broker);
        Simulator::Schedule(Seconds(6), &Endpoint::Suspend, bench.broker);
        Simulator::Schedule(Seconds(7), &Endpoint::Resume, bench.broker);
        Simulator::Schedule(Seconds(9.5), &Endpoint::Resume, bench.broker);
        std::optional<double> answeredS;
        std::size_t size = 0;
        bench.At(6.5, [&](CoapEndpoint& coap) {
            CoapRequest request;
            request.path = "ps/p9/x";
            coap.Request(bench.brokerPeer, request, [&](const CoapReply& reply) {
                answeredS = Simulator::Now().GetSeconds();
                size = reply.message.payload.size();
            });
        });
        bench.At(8, [&](CoapEndpoint&) {
            NS_TEST_EXPECT_MSG_EQ(bench.broker->IsSuspended(), true, "resumed once of twice");
        });
        bench.Run(40);
        NS_TEST_EXPECT_MSG_EQ((m_missed.size() >= 1), true, "missed");
        for (const double when : m_missed)
        {
            NS_TEST_EXPECT_MSG_EQ((when > 5 && when < 9.5), true, "while it stood still");
        }
        NS_TEST_ASSERT_MSG_EQ(answeredS.has_value(), true, "answered");
        NS_TEST_EXPECT_MSG_EQ((*answeredS > 9.5), true, "afterwards");
        NS_TEST_EXPECT_MSG_EQ(size, 10, "it still knows what was published before");
    }

    std::vector<double> m_missed;
};

class EndpointTimersCase : public TestCase
{
  public:
    EndpointTimersCase()
        : TestCase("timers wait while a program stands still")
    {
    }

  private:
    void DoRun() override
    {
        CareBench bench;
        bench.KeepSilent();
        std::optional<double> endedS;
        bench.At(4, [&](CoapEndpoint& coap) {
            CoapRequest request;
            request.path = "x";
            coap.Request(Endpoint::MakePeer("fd00:0:0:1::dead"), request, [&](const CoapReply&) {
                endedS = Simulator::Now().GetSeconds();
            });
        });
        Simulator::Schedule(Seconds(5), &Endpoint::Suspend, bench.client);
        bench.At(104, [&](CoapEndpoint& coap) {
            NS_TEST_EXPECT_MSG_EQ(coap.Counters().retransmissions, 0, "nothing happens");
            NS_TEST_EXPECT_MSG_EQ(endedS.has_value(), false, "not given up");
            bench.client->Resume();
        });
        bench.Run(250);
        NS_TEST_EXPECT_MSG_EQ(bench.client->GetCoap()->Counters().retransmissions,
                              4,
                              "all of them");
        NS_TEST_ASSERT_MSG_EQ(endedS.has_value(), true, "given up");
        NS_TEST_EXPECT_MSG_EQ((*endedS > 104 + 4 + 8 + 16 + 32), true, "with all patience");
    }
};

class EndpointRestartCase : public TestCase
{
  public:
    EndpointRestartCase()
        : TestCase("a program that begins again knows no exchange")
    {
    }

  private:
    void DoRun() override
    {
        CareBench bench;
        bench.KeepSilent();
        bool answered = false;
        bench.At(4, [&](CoapEndpoint& coap) {
            CoapRequest request;
            request.path = "ps/p9/x";
            coap.Request(bench.brokerPeer, request, [&](const CoapReply&) { answered = true; });
            bench.client->Restart(); // before the answer can be there
        });
        bench.Publish(6, "ps/p9/x", {SENML_CBOR, Bytes(10)});
        bench.Run(20);
        NS_TEST_EXPECT_MSG_EQ(answered, false, "nobody waits for the answer");
        NS_TEST_EXPECT_MSG_EQ(bench.client->GetCoap()->Counters().sent, 1, "what came afterwards");
        NS_TEST_EXPECT_MSG_EQ((bench.client->GetCoap()->Counters().received >= 1),
                              true,
                              "and back");
    }
};

class EndpointSuspendTestSuite : public TestSuite
{
  public:
    EndpointSuspendTestSuite()
        : TestSuite("iomt-endpoint-suspend", TestSuite::Type::UNIT)
    {
        AddTestCase(new EndpointSuspendCase);
        AddTestCase(new EndpointTimersCase);
        AddTestCase(new EndpointRestartCase);
    }
};

EndpointSuspendTestSuite g_endpointSuspendTestSuite;

} // namespace
