// SPDX-License-Identifier: GPL-2.0-only

#include "care-bench.h"

#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <stdexcept>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// Each datagram costs the processor a packet and its octets, whichever way it goes.
class EndpointChargeCase : public TestCase
{
  public:
    EndpointChargeCase()
        : TestCase("datagrams are charged in either direction")
    {
    }

  private:
    void Count(uint64_t, const Bytes& datagram)
    {
        ++m_datagrams;
        m_octets += datagram.size();
    }

    void DoRun() override
    {
        CareBench bench;
        bench.KeepSilent();
        auto processor = CreateObject<Processor>();
        bench.client->SetProcessor(processor);
        bench.client->TraceConnectWithoutContext("Sent",
                                                 MakeCallback(&EndpointChargeCase::Count, this));
        bench.client->TraceConnectWithoutContext("Received",
                                                 MakeCallback(&EndpointChargeCase::Count, this));
        for (int i = 0; i < 5; ++i)
        {
            bench.Publish(4 + i, "ps/p9/x", {SENML_CBOR, Bytes(10 * i)});
        }
        bench.Run(12);
        NS_TEST_EXPECT_MSG_EQ(m_datagrams, 10, "five requests, five answers");
        NS_TEST_EXPECT_MSG_EQ(processor->GetOperations().Get(Operation::PACKET),
                              m_datagrams,
                              "packets");
        NS_TEST_EXPECT_MSG_EQ(processor->GetOperations().Get(Operation::CODEC_BYTE),
                              m_octets,
                              "octets");
    }

    uint64_t m_datagrams{0};
    uint64_t m_octets{0};
};

/// Datagrams wait for the processor; those that find its queue full are dropped and told of.
class EndpointOverloadCase : public TestCase
{
  public:
    EndpointOverloadCase()
        : TestCase("a full processor drops datagrams")
    {
    }

  private:
    void Overloaded(uint64_t provenance, const Bytes&)
    {
        m_overloaded.push_back(provenance);
    }

    void DoRun() override
    {
        CareBench bench;
        bench.KeepSilent();
        for (Ptr<Endpoint> other : {Ptr<Endpoint>(bench.doctor),
                                    Ptr<Endpoint>(bench.pharmacy),
                                    Ptr<Endpoint>(bench.gateway)})
        {
            other->SetStartTime(Seconds(1000));
        }
        // Makes the neighbours known to each other.
        bench.Publish(5, "ps/p9/y", {SENML_CBOR, {1}});
        ProcessorProfile slow;
        slow.clockHz = 1e6;
        slow.costs[Operation::PACKET] = {0, 300e3}; // 0.3 s a packet
        auto processor = CreateObject<Processor>();
        processor->SetProfile(slow);
        processor->SetAttribute("QueueCapacity", UintegerValue(2));
        bench.broker->SetProcessor(processor);
        bench.broker->TraceConnectWithoutContext(
            "Overloaded",
            MakeCallback(&EndpointOverloadCase::Overloaded, this));
        for (uint64_t i = 0; i < 4; ++i)
        {
            bench.At(10, [&bench, i](CoapEndpoint& coap) {
                CoapRequest request;
                request.method = CoapCode::PUT;
                request.path = "ps/p9/x";
                request.payload = {static_cast<uint8_t>(i)};
                request.confirmable = false;
                coap.Request(bench.brokerPeer, request, nullptr, 70 + i);
            });
        }
        bench.Run(20);
        NS_TEST_EXPECT_MSG_EQ((m_overloaded == std::vector<uint64_t>{72, 73}), true, "dropped");
        NS_TEST_ASSERT_MSG_EQ(bench.stored.size(), 3, "the others are stored");
        NS_TEST_EXPECT_MSG_EQ_TOL(bench.stored[1].time,
                                  Seconds(10.3),
                                  MilliSeconds(5),
                                  "after computing");
        NS_TEST_EXPECT_MSG_EQ_TOL(bench.stored[2].time,
                                  Seconds(10.6),
                                  MilliSeconds(5),
                                  "after waiting and computing");
    }

    std::vector<uint64_t> m_overloaded;
};

/// A stopped endpoint neither hears nor speaks, whatever is still under way in it.
class EndpointStopCase : public TestCase
{
  public:
    EndpointStopCase()
        : TestCase("a stopped endpoint is silent")
    {
    }

  private:
    void DoRun() override
    {
        CareBench bench;
        bench.broker->SetStopTime(Seconds(9));
        bench.wearable->SetStopTime(Seconds(12));
        bench.Run(20);
        NS_TEST_EXPECT_MSG_EQ(bench.stored.size(), 5, "up to 9 s");
        NS_TEST_EXPECT_MSG_EQ(bench.fromWearable.size(), 8, "up to 12 s");
        for (const StoredObject& object : bench.stored)
        {
            NS_TEST_EXPECT_MSG_LT(object.time, Seconds(9), "before the stop");
        }
        std::string error;
        try
        {
            bench.client->SetSession("quic");
        }
        catch (const std::invalid_argument& refused)
        {
            error = refused.what();
        }
        NS_TEST_EXPECT_MSG_NE(error.find("quic"), std::string::npos, error);
    }
};

class EndpointSuite : public TestSuite
{
  public:
    EndpointSuite()
        : TestSuite("iomt-endpoint", TestSuite::Type::UNIT)
    {
        AddTestCase(new EndpointChargeCase);
        AddTestCase(new EndpointOverloadCase);
        AddTestCase(new EndpointStopCase);
    }
} g_endpointSuite;

} // namespace
