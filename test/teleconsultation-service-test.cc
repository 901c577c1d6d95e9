// SPDX-License-Identifier: GPL-2.0-only

// A call: what is sent, what of it arrives and how late, on a good wire and on bad ones.

#include "service-bench.h"

#include "ns3/teleconsultation-service.h"
#include "ns3/test.h"

#include <cmath>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

Ptr<TeleconsultationService>
Make(ServiceBench& bench, const nlohmann::json& options)
{
    auto service = CreateObject<TeleconsultationService>();
    service->Configure({{"name", "call"}, {"start_s", 2}, {"stop_s", 32}});
    service->Configure(options);
    bench.Install(service);
    return service;
}

} // namespace

/// Rates are those of the formats, delays those of the wire, and nothing is lost.
class CallGoodCase : public TestCase
{
  public:
    CallGoodCase()
        : TestCase("a good wire")
    {
    }

  private:
    void DoRun() override
    {
        ServiceBench bench;
        Ptr<TeleconsultationService> service = Make(bench, nlohmann::json::object());
        bench.Run(Seconds(40));
        const nlohmann::json results = service->Results();
        for (const char* way : {"to_doctor", "to_patient"})
        {
            const nlohmann::json& audio = results["audio"][way];
            NS_TEST_EXPECT_MSG_EQ(audio["sent"], 1495, audio); // 50 a second from 2.1 s on
            NS_TEST_EXPECT_MSG_EQ(audio["received"], 1495, audio);
            NS_TEST_EXPECT_MSG_EQ(audio["lost"], 0, audio);
            NS_TEST_EXPECT_MSG_EQ(audio["late"], 0, audio);
            // 60 octets and 62 of headers take 98 µs; at worst they wait for a key frame.
            NS_TEST_EXPECT_MSG_EQ_TOL(audio["delay_ms"]["p50"].get<double>(), 20.1, 0.1, audio);
            NS_TEST_EXPECT_MSG_LT(audio["jitter_ms"].get<double>(), 20, audio);
            NS_TEST_EXPECT_MSG_EQ_TOL(audio["round_trip_ms"]["p50"].get<double>(), 40, 5, audio);
            const nlohmann::json& video = results["video"][way];
            // 748 frames of 5,000 octets on the mean: 15 key frames in 20 packets, 733 in 4.
            NS_TEST_EXPECT_MSG_EQ(video["sent"], 15 * 20 + 733 * 4, video);
            NS_TEST_EXPECT_MSG_EQ(video["received"], video["sent"], video);
        }
        NS_TEST_EXPECT_MSG_EQ(results["within_targets"], true, results);
        NS_TEST_EXPECT_MSG_EQ(service->Load().periods.size(), 1, "one time of load");
    }
};

/// Loss and cuts are counted from what was sent, also what nothing came after.
class CallBadCase : public TestCase
{
  public:
    CallBadCase()
        : TestCase("loss and a cut")
    {
    }

  private:
    void DoRun() override
    {
        ServiceBench bench;
        bench.Lose(0.05);
        Ptr<TeleconsultationService> service = Make(bench, {{"audio", "pcmu"}, {"video_kbps", 0}});
        Simulator::Schedule(Seconds(22), [&bench] { bench.Lose(1); });
        bench.Run(Seconds(40));
        const nlohmann::json results = service->Results();
        NS_TEST_EXPECT_MSG_EQ(results.contains("video"), false, results);
        for (const char* way : {"to_doctor", "to_patient"})
        {
            const nlohmann::json& audio = results["audio"][way];
            NS_TEST_EXPECT_MSG_EQ(audio["sent"], 1495, audio);
            const int lost = audio["lost"];
            NS_TEST_EXPECT_MSG_EQ(audio["received"], 1495 - lost, audio);
            // 500 of the cut and 5 % of 995, within four standard deviations.
            NS_TEST_EXPECT_MSG_EQ_TOL(lost,
                                      500 + 0.05 * 995,
                                      4 * std::sqrt(995 * 0.05 * 0.95),
                                      audio);
            NS_TEST_EXPECT_MSG_EQ_TOL(audio["loss_percent"].get<double>(),
                                      100.0 * lost / 1495,
                                      1e-9,
                                      audio);
        }
        NS_TEST_EXPECT_MSG_EQ(results["within_targets"], false, results);
    }
};

/// More video than the wire carries is late before it is lost.
class CallOverloadCase : public TestCase
{
  public:
    CallOverloadCase()
        : TestCase("more than the wire carries")
    {
    }

  private:
    void DoRun() override
    {
        ServiceBench bench;
        Ptr<TeleconsultationService> service = Make(bench, {{"video_kbps", 15000}});
        bench.Run(Seconds(40));
        const nlohmann::json results = service->Results();
        const nlohmann::json& video = results["video"]["to_doctor"];
        // Of 15 Mbit/s and headers hardly two thirds go through 10.
        NS_TEST_EXPECT_MSG_GT(video["loss_percent"].get<double>(), 30, video);
        NS_TEST_EXPECT_MSG_GT(video["jitter_ms"].get<double>(), 1, video);
        NS_TEST_EXPECT_MSG_EQ(results["within_targets"], false, results);
    }
};

static class TeleconsultationServiceTestSuite : public TestSuite
{
  public:
    TeleconsultationServiceTestSuite()
        : TestSuite("iomt-teleconsultation-service", TestSuite::Type::UNIT)
    {
        AddTestCase(new CallGoodCase);
        AddTestCase(new CallBadCase);
        AddTestCase(new CallOverloadCase);
    }
} g_teleconsultationServiceTestSuite;
