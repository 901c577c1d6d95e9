// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/battery.h"
#include "ns3/double.h"
#include "ns3/simulator.h"
#include "ns3/test.h"

#include <functional>
#include <vector>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

Ptr<Battery>
MakeBattery(double capacityMj)
{
    auto battery = CreateObject<Battery>();
    battery->SetAttribute("Capacity", DoubleValue(capacityMj));
    return battery;
}

/// Each consumer has an account of its own, of what it drew at once and of what it draws always.
class BatteryAccountsCase : public TestCase
{
  public:
    BatteryAccountsCase()
        : TestCase("energy is accounted by consumer")
    {
    }

  private:
    void DoRun() override
    {
        Ptr<Battery> battery = MakeBattery(0);
        const auto at = [](double seconds, const std::function<void()>& what) {
            Simulator::Schedule(Seconds(seconds), what);
        };
        at(1, [&]() { battery->SetBasePower(Battery::RADIO, 3); });
        at(2, [&]() { battery->Draw(Battery::SENSOR, 0.25); });
        at(3, [&]() { battery->Draw(Battery::RADIO, 7); });
        at(4, [&]() { battery->SetBasePower(Battery::PROCESSOR, 0.5); });
        at(5, [&]() { battery->SetBasePower(Battery::RADIO, 1); });
        at(6, [&]() {
            // 4 s at 3 mW, 1 s at 1 mW, 7 mJ at once
            NS_TEST_EXPECT_MSG_EQ_TOL(battery->GetDrawn(Battery::RADIO), 20, 1e-9, "in between");
        });
        at(10, []() {});
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ_TOL(battery->GetDrawn(Battery::RADIO), 24, 1e-9, "radio [mJ]");
        NS_TEST_EXPECT_MSG_EQ_TOL(battery->GetDrawn(Battery::PROCESSOR), 3, 1e-9, "processor");
        NS_TEST_EXPECT_MSG_EQ_TOL(battery->GetDrawn(Battery::SENSOR), 0.25, 1e-9, "sensor");
        NS_TEST_EXPECT_MSG_EQ_TOL(battery->GetTotalDrawn(), 27.25, 1e-9, "all");
        NS_TEST_EXPECT_MSG_EQ_TOL(battery->GetTotalDrawn(), 27.25, 1e-9, "asking costs nothing");
        Simulator::Destroy();
    }
};

/// A battery is told to be empty once, when the charge that empties it is drawn; the mains never.
class BatteryDepletionCase : public TestCase
{
  public:
    BatteryDepletionCase()
        : TestCase("depletes once, the mains never")
    {
    }

  private:
    void Depleted(Time when)
    {
        m_depleted.push_back(when);
    }

    void DoRun() override
    {
        Ptr<Battery> battery = MakeBattery(10);
        Ptr<Battery> mains = MakeBattery(0);
        for (const Ptr<Battery>& source : {battery, mains})
        {
            source->TraceConnectWithoutContext("Depleted",
                                               MakeCallback(&BatteryDepletionCase::Depleted, this));
            source->SetBasePower(Battery::PROCESSOR, 1);
            for (int second = 1; second <= 20; ++second)
            {
                Simulator::Schedule(Seconds(second),
                                    [source]() { source->Draw(Battery::SENSOR, 1); });
            }
        }
        // 1 mW and 1 mJ a second: 8 mJ after the fourth sample, 10 after the fifth.
        Simulator::Schedule(Seconds(4.5), [&]() {
            NS_TEST_EXPECT_MSG_EQ(battery->IsDepleted(), false, "not yet");
        });
        Simulator::Schedule(Seconds(5.5),
                            [&]() { NS_TEST_EXPECT_MSG_EQ(battery->IsDepleted(), true, "now"); });
        Simulator::Run();
        NS_TEST_ASSERT_MSG_EQ(m_depleted.size(), 1, "told once, and of the battery alone");
        NS_TEST_EXPECT_MSG_EQ(m_depleted.front(), Seconds(5), "when");
        NS_TEST_EXPECT_MSG_EQ(mains->IsDepleted(), false, "mains");
        NS_TEST_EXPECT_MSG_EQ_TOL(mains->GetTotalDrawn(), 40, 1e-9, "mains energy counts");
        Simulator::Destroy();
    }

    std::vector<Time> m_depleted;
};

/// Lifetime extrapolates the mean power so far to a full battery.
class BatteryLifetimeCase : public TestCase
{
  public:
    BatteryLifetimeCase()
        : TestCase("lifetime is capacity over mean power")
    {
    }

  private:
    void DoRun() override
    {
        Ptr<Battery> battery = MakeBattery(36000); // 10 mWh
        Ptr<Battery> unused = MakeBattery(36000);
        Ptr<Battery> mains = MakeBattery(0);
        battery->SetBasePower(Battery::RADIO, 1);
        mains->SetBasePower(Battery::RADIO, 1);
        Simulator::Schedule(Seconds(30), [&]() { battery->Draw(Battery::SENSOR, 100); });
        Simulator::Stop(Seconds(100));
        Simulator::Run();
        // 100 mJ of base and 100 mJ at once in 100 s: 2 mW
        NS_TEST_EXPECT_MSG_EQ_TOL(battery->GetLifetimeHours(), 5, 1e-9, "hours");
        NS_TEST_EXPECT_MSG_EQ(unused->GetLifetimeHours(), 0, "nothing drawn: no answer");
        NS_TEST_EXPECT_MSG_EQ(mains->GetLifetimeHours(), 0, "mains: no answer");
        Simulator::Destroy();
    }
};

/// Two radios of one device are told apart when their power changes, and drawn together.
class BatteryLoadsCase : public TestCase
{
  public:
    BatteryLoadsCase()
        : TestCase("loads add up beside the base power")
    {
    }

  private:
    void DoRun() override
    {
        Ptr<Battery> battery = MakeBattery(0);
        battery->SetBasePower(Battery::RADIO, 1);
        const std::size_t first = battery->AddLoad(Battery::RADIO);
        const std::size_t second = battery->AddLoad(Battery::RADIO);
        const std::size_t sensor = battery->AddLoad(Battery::SENSOR);
        battery->SetLoad(first, 10);
        battery->SetLoad(sensor, 1000);
        Simulator::Schedule(Seconds(1), [&]() { battery->SetLoad(second, 100); });
        Simulator::Schedule(Seconds(2), [&]() { battery->SetLoad(first, 0); });
        Simulator::Schedule(Seconds(3), [&]() { battery->SetBasePower(Battery::RADIO, 0); });
        Simulator::Stop(Seconds(4));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ_TOL(battery->GetDrawn(Battery::RADIO),
                                  11 + 111 + 101 + 100,
                                  1e-9,
                                  "radio");
        NS_TEST_EXPECT_MSG_EQ_TOL(battery->GetDrawn(Battery::SENSOR), 4000, 1e-9, "sensor");
        NS_TEST_EXPECT_MSG_EQ(battery->GetDrawn(Battery::PROCESSOR), 0, "processor");
        Simulator::Destroy();
    }
};

class BatterySuite : public TestSuite
{
  public:
    BatterySuite()
        : TestSuite("iomt-battery", TestSuite::Type::UNIT)
    {
        AddTestCase(new BatteryAccountsCase);
        AddTestCase(new BatteryDepletionCase);
        AddTestCase(new BatteryLifetimeCase);
        AddTestCase(new BatteryLoadsCase);
    }
} g_batterySuite;

} // namespace
