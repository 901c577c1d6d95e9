// SPDX-License-Identifier: GPL-2.0-only

// The doctor commands a device on a patient: it verifies, obeys once within limits, and reports.

#include "care-bench.h"

#include "ns3/infusion-pump.h"
#include "ns3/nurse-station.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <memory>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

constexpr const char* TO_DEVICE = "ps/cmd/p1/oximeter";
constexpr const char* FROM_DEVICE = "ps/cmd-status/p1/oximeter";

/// A bench whose wearable takes the doctor's commands.
class CommandBench : public CareBench
{
  public:
    CommandBench()
    {
        toDevice = Key(20);
        fromDevice = Key(21);
        wearable->SetDoctor(TO_DEVICE,
                            Reader("doctor", toDevice),
                            FROM_DEVICE,
                            Sender("oximeter", fromDevice));
        doctor->AddCommanded(TO_DEVICE,
                             Sender("doctor", toDevice),
                             FROM_DEVICE,
                             Reader("oximeter", fromDevice));
        doctor->AddCommandedDevice("p1", "oximeter", TO_DEVICE);
        wearable->TraceConnectWithoutContext("Care", MakeCallback(&CommandBench::Obeyed, this));
    }

    void Order(double seconds, const std::string& command, std::optional<double> value)
    {
        Simulator::Schedule(Seconds(seconds), [this, command, value]() {
            doctor->Order("p1", "oximeter", command, value);
        });
    }

    std::size_t ProducedBetween(double fromS, double toS) const
    {
        return std::count_if(produced.begin(), produced.end(), [=](const ProducedReading& reading) {
            return reading.ready >= Seconds(fromS) && reading.ready < Seconds(toS);
        });
    }

    std::vector<CareEvent> obeyed;
    ObjectKey toDevice;
    ObjectKey fromDevice;

  private:
    void Obeyed(const CareEvent& event)
    {
        obeyed.push_back(event);
    }
};

class SensingCase : public TestCase
{
  public:
    SensingCase()
        : TestCase("rate and stream change what a device sends, once each, and the doctor is told")
    {
    }

  private:
    void DoRun() override
    {
        CommandBench bench;
        bench.Order(20, "rate", 0.5);
        bench.Order(40, "stream", 0);
        bench.Order(60, "stream", 1);
        bench.Order(80, "rate", 1000);
        bench.Order(81, "stream", 2);
        bench.Order(82, "pump-rate", 1);
        // Registrations are renewed each minute, and bring the latest command again.
        bench.Run(300);
        NS_TEST_EXPECT_MSG_EQ(bench.ProducedBetween(10, 20), 10, "one a second");
        NS_TEST_EXPECT_MSG_EQ(bench.ProducedBetween(22, 40), 9, "one in two");
        NS_TEST_EXPECT_MSG_EQ(bench.ProducedBetween(42, 60), 0, "silence");
        NS_TEST_EXPECT_MSG_EQ(bench.ProducedBetween(62, 80), 9, "as before");
        NS_TEST_EXPECT_MSG_EQ(bench.ProducedBetween(100, 300), 100, "no other rate");
        NS_TEST_ASSERT_MSG_EQ(bench.obeyed.size(), 6, "each once");
        std::size_t executed = 0;
        for (const CareEvent& event : bench.obeyed)
        {
            executed += event.kind == CareEvent::COMMAND_EXECUTED;
        }
        NS_TEST_EXPECT_MSG_EQ(executed, 3, "executed");
        NS_TEST_EXPECT_MSG_EQ(bench.obeyed[0].detail, "rate 0.5", "what");
        NS_TEST_EXPECT_MSG_NE(bench.obeyed[3].detail.find("allowed"), std::string::npos, "why not");
        NS_TEST_EXPECT_MSG_EQ(bench.Count(CareEvent::COMMAND_SENT), 6, "sent");
        NS_TEST_EXPECT_MSG_EQ(bench.Count(CareEvent::COMMAND_CONFIRMED), 6, "reported");
        NS_TEST_EXPECT_MSG_EQ(bench.LastDetail(CareEvent::COMMAND_CONFIRMED),
                              "refused: no command 'pump-rate' here; allowed: rate, stream",
                              "with the reason");
    }
};

class SilentCase : public TestCase
{
  public:
    SilentCase()
        : TestCase("a silent device feels nothing until its stream is started")
    {
    }

  private:
    void DoRun() override
    {
        CommandBench bench;
        bench.wearable->SetStreaming(false);
        bench.Order(50, "stream", 1);
        bench.Run(60);
        NS_TEST_EXPECT_MSG_EQ(bench.ProducedBetween(0, 50), 0, "before");
        NS_TEST_EXPECT_MSG_EQ(bench.ProducedBetween(51, 60), 9, "after");
    }
};

/// Limits hold whoever signed; what no doctor signed does not even get there.
class PumpCase : public TestCase
{
  public:
    PumpCase()
        : TestCase("a pump refuses what is beyond its limits and what is forged")
    {
    }

  private:
    void DoRun() override
    {
        CommandBench bench;
        auto owned = std::make_unique<InfusionPump>(
            ActuatorProfile{"infusion-pump",
                            {{"max_rate_ml_h", 10}, {"max_bolus_ml", 2}, {"max_bolus_ml_h", 3}}});
        const InfusionPump* pump = owned.get();
        bench.wearable->SetActuator(std::move(owned));
        bench.Order(10, "pump-rate", 5);
        bench.Order(11, "pump-rate", 11);
        auto forger = CareBench::Sender("doctor", bench.toDevice, "stranger");
        for (int i = 0; i < 10; ++i)
        {
            forger->Seal({}, TO_DEVICE);
        }
        bench.Publish(20,
                      TO_DEVICE,
                      forger->Seal(EncodeCommand({"cmd-99", "p1", "pump-rate", 9}), TO_DEVICE));
        bench.Run(30);
        NS_TEST_EXPECT_MSG_EQ(pump->GetRateMlH(), 5, "what runs");
        NS_TEST_ASSERT_MSG_EQ(bench.obeyed.size(), 3, "each was seen");
        NS_TEST_EXPECT_MSG_EQ(std::string(ToString(bench.obeyed[0].kind)),
                              "command-executed",
                              "within");
        NS_TEST_EXPECT_MSG_EQ(std::string(ToString(bench.obeyed[1].kind)),
                              "command-refused",
                              "beyond");
        NS_TEST_EXPECT_MSG_EQ(bench.obeyed[2].detail, "bad signature", "forged");
        NS_TEST_EXPECT_MSG_EQ(bench.Count(CareEvent::COMMAND_CONFIRMED), 2, "reports");
        NS_TEST_EXPECT_MSG_EQ(bench.doctor->Order("p1", "ventilator", "stop"), false, "nobody");
        NS_TEST_EXPECT_MSG_EQ(bench.doctor->Order("p9", "oximeter", "stop"), false, "a stranger");
    }
};

/// An alarm that becomes an emergency calls the nurse, once.
class NurseCase : public TestCase
{
  public:
    NurseCase()
        : TestCase("an emergency is shown at the nurse station once")
    {
    }

  private:
    void DoRun() override
    {
        CareBench bench;
        const ObjectKey key = bench.Key(30);
        const std::string topic = "ps/alarm/nurse";
        auto station = CreateObject<NurseStation>();
        station->SetAttribute("Port", UintegerValue(5700));
        station->SetBroker(bench.brokerPeer);
        station->SetProcessor(CreateObject<Processor>());
        station->SetDoctor(topic, bench.Reader("doctor", key));
        bench.client->GetNode()->AddApplication(station);
        station->SetStartTime(Seconds(2));
        std::vector<CareEvent> shown;
        m_shown = &shown;
        station->TraceConnectWithoutContext("Care", MakeCallback(&NurseCase::Show, this));
        bench.doctor->SetNurse(topic, CareBench::Sender("doctor", key));
        bench.Feel([](double t) {
            return std::map<std::string, double>{{"spo2", t < 10 ? 98 : t < 20 ? 93 : 85}};
        });
        // The same call sealed once more, no call, and a call of somebody else.
        auto again = CareBench::Sender("doctor", key);
        auto forger = CareBench::Sender("doctor", key, "stranger");
        for (int i = 0; i < 10; ++i)
        {
            again->Seal({}, topic);
        }
        for (int i = 0; i < 20; ++i)
        {
            forger->Seal({}, topic);
        }
        const Bytes call = CareBench::Text(R"({"id":"call-1","patient":"p1","reason":"x"})");
        bench.Publish(100, topic, again->Seal(call, topic));
        bench.Publish(101, topic, again->Seal(CareBench::Text(R"({"id":"call-2"})"), topic));
        bench.Publish(102, topic, forger->Seal(call, topic));
        bench.Run(200);
        NS_TEST_EXPECT_MSG_EQ(bench.Count(CareEvent::NURSE_CALLED), 1, "called once");
        NS_TEST_ASSERT_MSG_EQ(shown.size(), 3, "shown once, refused twice");
        NS_TEST_EXPECT_MSG_EQ(std::string(ToString(shown[0].kind)), "nurse-alerted", "as a call");
        NS_TEST_EXPECT_MSG_EQ(shown[1].detail, "not a call", "refused");
        NS_TEST_EXPECT_MSG_EQ(shown[2].detail, "bad signature", "refused");
        NS_TEST_EXPECT_MSG_EQ(shown[0].patient + " " + shown[0].id, "p1 call-1", "whose");
        NS_TEST_EXPECT_MSG_EQ(shown[0].detail, "threshold: spo2", "why");
    }

    void Show(const CareEvent& event)
    {
        m_shown->push_back(event);
    }

    std::vector<CareEvent>* m_shown{nullptr};
};

class CommandedSuite : public TestSuite
{
  public:
    CommandedSuite()
        : TestSuite("iomt-commanded", TestSuite::Type::UNIT)
    {
        AddTestCase(new SensingCase);
        AddTestCase(new SilentCase);
        AddTestCase(new PumpCase);
        AddTestCase(new NurseCase);
    }
} g_commandedSuite;

} // namespace
