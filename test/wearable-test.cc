// SPDX-License-Identifier: GPL-2.0-only

#include "care-bench.h"

#include "ns3/double.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <cmath>
#include <stdexcept>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// Each second's value goes out sealed, as NON that is not answered.
class WearablePublishCase : public TestCase
{
  public:
    WearablePublishCase()
        : TestCase("publishes a sealed reading each period")
    {
    }

  private:
    void DoRun() override
    {
        CareBench bench;
        bench.Feel([](double t) {
            return std::map<std::string, double>{{"spo2", 95 + std::fmod(std::floor(t), 4) + 0.3}};
        });
        bench.Run(14);
        // Switched on at 3 s, in a phase of its own: readings from (4, 5) s on.
        NS_TEST_ASSERT_MSG_EQ(bench.produced.size(), 10, "one a second");
        NS_TEST_ASSERT_MSG_EQ(bench.stored.size(), 10, "all at the broker");
        ObjectOpener opener("aes-128-gcm");
        opener.AddKey(bench.readingKey);
        const Time phase = bench.produced.front().felt - Seconds(4);
        NS_TEST_EXPECT_MSG_GT_OR_EQ(phase, Time(0), "within the first period");
        NS_TEST_EXPECT_MSG_LT(phase, Seconds(1), "within the first period");
        for (std::size_t i = 0; i < bench.produced.size(); ++i)
        {
            const ProducedReading& reading = bench.produced[i];
            NS_TEST_EXPECT_MSG_EQ(reading.sequence, i, "sequence");
            NS_TEST_EXPECT_MSG_EQ(reading.provenance, 1000 + i, "provenance");
            NS_TEST_EXPECT_MSG_EQ(reading.urgent, false, "not urgent");
            NS_TEST_EXPECT_MSG_EQ_TOL(reading.felt,
                                      Seconds(4 + i) + phase,
                                      NanoSeconds(10),
                                      "a value is felt at the period's end");
            NS_TEST_EXPECT_MSG_EQ(reading.ready - reading.felt, MilliSeconds(20), "conversion");

            const StoredObject& stored = bench.stored[i];
            NS_TEST_EXPECT_MSG_EQ(stored.topic, CareBench::READINGS, "topic");
            NS_TEST_EXPECT_MSG_EQ(stored.payload.size(), reading.sealedBytes, "sealed size");
            const OpenedObject object =
                opener.Open(stored.contentFormat, stored.payload, CareBench::READINGS);
            NS_TEST_ASSERT_MSG_EQ(ToString(object.status), "ok", "opens with the key");
            NS_TEST_EXPECT_MSG_EQ(object.plaintext.size(), reading.bytes, "SenML size");
            const SenmlPack pack = ResolveSenml(DecodeSenml(object.plaintext).value());
            NS_TEST_ASSERT_MSG_EQ(pack.size(), 1, "one record");
            NS_TEST_EXPECT_MSG_EQ(pack[0].name.value(), "p1/oximeter/spo2", "name");
            NS_TEST_EXPECT_MSG_EQ(pack[0].unit.value(), "/", "SenML has no %");
            NS_TEST_EXPECT_MSG_EQ_TOL(pack[0].time.value() - EPOCH_UNIX_S,
                                      reading.felt.GetSeconds(),
                                      0.001,
                                      "time");
            const double felt = 95 + std::fmod(std::floor(reading.felt.GetSeconds() + 1e-6), 4);
            NS_TEST_EXPECT_MSG_EQ_TOL(pack[0].value.value() * 100, felt, 1e-9, "in whole percent");
        }
        for (const CoapMessage& message : bench.fromWearable)
        {
            NS_TEST_EXPECT_MSG_EQ((message.type == CoapType::NON), true, "NON");
            NS_TEST_EXPECT_MSG_EQ(message.code, CoapCode::PUT, "PUT");
        }
        NS_TEST_EXPECT_MSG_EQ(bench.toWearable.size(), 0, "a stream is not answered");
    }
};

/// A value beyond its threshold goes as CON, gets its answer, and is passed on as CON.
class WearableUrgentCase : public TestCase
{
  public:
    WearableUrgentCase()
        : TestCase("an urgent reading is confirmable")
    {
    }

  private:
    void DoRun() override
    {
        CareBench bench;
        bench.Feel([](double t) {
            return std::map<std::string, double>{{"spo2", t > 8 && t < 10 ? 91 : 92}};
        });
        bench.Run(14);
        std::size_t urgent = 0;
        for (const ProducedReading& reading : bench.produced)
        {
            const double t = reading.felt.GetSeconds();
            NS_TEST_EXPECT_MSG_EQ(reading.urgent, (t > 8 && t < 10), "at " << t);
            urgent += reading.urgent;
        }
        NS_TEST_EXPECT_MSG_EQ(urgent, 2, "two of them");
        std::size_t confirmable = 0;
        for (const CoapMessage& message : bench.fromWearable)
        {
            confirmable += message.type == CoapType::CON;
        }
        NS_TEST_EXPECT_MSG_EQ(confirmable, urgent, "one CON each, no retransmission");
        NS_TEST_ASSERT_MSG_EQ(bench.toWearable.size(), urgent, "an answer each");
        for (const CoapMessage& message : bench.toWearable)
        {
            NS_TEST_EXPECT_MSG_EQ((message.type == CoapType::ACK), true, "acknowledged");
            NS_TEST_EXPECT_MSG_EQ(CoapCodeToString(message.code), "2.04", "changed");
        }
        std::size_t passedOn = 0;
        for (const CoapMessage& message : bench.fromBroker)
        {
            passedOn += message.type == CoapType::CON && message.code == CoapCode::CONTENT;
        }
        // Each alarm sends a prescription and a command too, which are CON as well.
        NS_TEST_EXPECT_MSG_GT_OR_EQ(passedOn, urgent, "notified as CON");
        NS_TEST_EXPECT_MSG_EQ(bench.seen->size(), bench.produced.size(), "all reach the doctor");
    }
};

/// Values are what the display would show: rounded, not below 0, saturation not above 100 %.
class WearableErrorCase : public TestCase
{
  public:
    WearableErrorCase()
        : TestCase("noise, resolution and bounds of a sensor")
    {
    }

  private:
    std::vector<double> Values(double felt, double noise)
    {
        CareBench bench("none");
        SensorProfile sensor = CareBench::Oximeter();
        sensor.noise = noise;
        bench.wearable->SetSignal(std::make_unique<ScriptedSignal>([felt](double) {
                                      return std::map<std::string, double>{{"spo2", felt}};
                                  }),
                                  {sensor},
                                  noise > 0);
        bench.Run(204);
        std::vector<double> values;
        for (const auto& [t, spo2] : *bench.seen)
        {
            values.push_back(spo2);
        }
        return values;
    }

    void DoRun() override
    {
        for (const auto& [felt, shown] :
             std::map<double, double>{{97.4, 97}, {97.6, 98}, {101, 100}, {-3, 0}})
        {
            const auto values = Values(felt, 0);
            NS_TEST_ASSERT_MSG_EQ(values.size(), 200, "one a second");
            NS_TEST_EXPECT_MSG_EQ_TOL(values.front(), shown, 1e-9, "resolution and bounds");
        }
        double sum = 0;
        double squares = 0;
        const auto values = Values(90, 3);
        for (const double value : values)
        {
            sum += value - 90;
            squares += (value - 90) * (value - 90);
        }
        // Normal(0, variance 9) rounded to 1 adds a variance of 1/12. That the noise attribute is a
        // standard deviation and not a variance is what the bounds can tell apart.
        NS_TEST_EXPECT_MSG_EQ_TOL(sum / values.size(), 0, 0.7, "no bias");
        NS_TEST_EXPECT_MSG_EQ_TOL(std::sqrt(squares / values.size()), 3.0, 0.6, "deviation");
    }
};

/// Sensing costs energy for each sample, and ends with the battery or when it is told to.
class WearableEndCase : public TestCase
{
  public:
    WearableEndCase()
        : TestCase("sensing draws energy and ends")
    {
    }

  private:
    void DoRun() override
    {
        {
            CareBench bench;
            bench.wearable->SetAttribute("SensingStop", TimeValue(Seconds(9)));
            bench.Run(30);
            NS_TEST_EXPECT_MSG_EQ(bench.produced.size(), 5, "readings within (3, 9) s");
            NS_TEST_EXPECT_MSG_EQ(bench.stored.size(), 5, "the last one still goes out");
            NS_TEST_EXPECT_MSG_EQ_TOL(bench.battery->GetDrawn(Battery::SENSOR), 2.5, 1e-9, "[mJ]");
        }
        {
            CareBench bench;
            bench.battery->SetAttribute("Capacity", DoubleValue(3.9));
            bench.Run(30);
            NS_TEST_EXPECT_MSG_EQ(bench.produced.size(), 8, "3.9 mJ at 0.5 mJ a reading");
        }
        {
            CareBench bench;
            SensorProfile ecg;
            ecg.kind = "ecg";
            ecg.rateHz = 250;
            ecg.blockS = 2;
            ecg.energyMjPerSample = 0.01;
            bench.wearable->SetSignal(std::make_unique<ScriptedSignal>([](double) {
                                          return std::map<std::string, double>{{"ecg", 0}};
                                      }),
                                      {ecg},
                                      false);
            bench.wearable->SetAttribute("SensingStop", TimeValue(Seconds(11)));
            bench.Run(30);
            NS_TEST_ASSERT_MSG_EQ(bench.produced.size(), 3, "blocks within (3, 11) s");
            NS_TEST_EXPECT_MSG_EQ_TOL(bench.battery->GetDrawn(Battery::SENSOR),
                                      3 * 500 * 0.01,
                                      1e-9,
                                      "for each sample of a block [mJ]");
            NS_TEST_EXPECT_MSG_EQ(bench.produced[0].ready - bench.produced[0].felt,
                                  Seconds(2),
                                  "a block is felt from its first sample on");
        }
    }
};

/// What cannot work is refused when it is set up; what was never set up stays silent.
class WearableRefusalCase : public TestCase
{
  public:
    WearableRefusalCase()
        : TestCase("sensors of one period, or none at all")
    {
    }

  private:
    std::string Refusal(const std::vector<SensorProfile>& sensors)
    {
        try
        {
            CreateObject<Wearable>()->SetSignal(nullptr, sensors, false);
        }
        catch (const std::invalid_argument& error)
        {
            return error.what();
        }
        return "";
    }

    void DoRun() override
    {
        SensorProfile slow = CareBench::Oximeter();
        slow.kind = "temperature";
        slow.rateHz = 0.1;
        NS_TEST_EXPECT_MSG_NE(Refusal({}), "", "no sensor");
        const std::string refusal = Refusal({CareBench::Oximeter(), slow});
        NS_TEST_EXPECT_MSG_NE(refusal.find("spo2"), std::string::npos, refusal);
        NS_TEST_EXPECT_MSG_NE(refusal.find("temperature"), std::string::npos, refusal);

        CareBench bench;
        Ptr<Wearable> bare = CreateObject<Wearable>();
        bare->SetProcessor(CreateObject<Processor>());
        bench.doctor->GetNode()->AddApplication(bare);
        bare->SetAttribute("Port", UintegerValue(6000));
        bare->SetStartTime(Seconds(3));
        bench.Run(10);
        NS_TEST_EXPECT_MSG_EQ(bench.produced.size(), 6, "the other goes on");
    }
};

class WearableSuite : public TestSuite
{
  public:
    WearableSuite()
        : TestSuite("iomt-wearable", TestSuite::Type::UNIT)
    {
        AddTestCase(new WearablePublishCase);
        AddTestCase(new WearableUrgentCase);
        AddTestCase(new WearableErrorCase);
        AddTestCase(new WearableEndCase);
        AddTestCase(new WearableRefusalCase);
    }
} g_wearableSuite;

} // namespace
