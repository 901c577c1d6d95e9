// SPDX-License-Identifier: GPL-2.0-only

#include "ble-radio-bench.h"

#include "ns3/ble-radio-profile.h"
#include "ns3/data-path.h"
#include "ns3/device-profile.h"
#include "ns3/iomt-compat.h"
#include "ns3/test.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

using Json = nlohmann::json;
using State = BleRadio::State;

constexpr uint32_t PDU_OCTETS = 42;
constexpr uint8_t CHANNEL = 20;

/// Round numbers, each its own, so that a wrong state cannot give the right sum.
BleRadioProfile
RoundProfile()
{
    BleRadioProfile profile;
    profile.supplyV = 2;
    profile.sleepMa = 0.5;
    profile.rx1MMa = 10;
    profile.rx2MMa = 11;
    profile.txMaByDbm = {{-20, 3}, {0, 20}, {8, 36}};
    profile.rxStartUs = 40;
    profile.rxStartMa = 5;
    profile.txStartUs = 100;
    profile.txStartMa = 7;
    return profile;
}

/// Energy is the time in each state times its power, and the start-ups.
class EnergyCase : public TestCase
{
  public:
    EnergyCase()
        : TestCase("energy of each state")
    {
    }

  private:
    void Changed(Time when, State before, State after)
    {
        NS_TEST_EXPECT_MSG_EQ(when, Simulator::Now(), "now");
        NS_TEST_EXPECT_MSG_EQ((before == m_state), true, "from where it was");
        m_state = after;
        ++m_changes;
    }

    void DoRun() override
    {
        RadioBench bench(2);
        BleRadio& radio = *bench.radio[1];
        const auto battery = CreateObject<Battery>();
        radio.SetProfile(RoundProfile());
        radio.SetBattery(battery);
        radio.TraceConnectWithoutContext("State", MakeCallback(&EnergyCase::Changed, this));

        // 1 ms: listens on 1M. 2 ms: receives 376 µs. 4 ms: sends 376 µs. 5 ms: listens on 2M to 6
        // ms.
        bench.ListenAt(MilliSeconds(1), 1, CHANNEL);
        bench.SendAt(MilliSeconds(2), 0, CHANNEL, PDU_OCTETS);
        bench.SendAt(MilliSeconds(4), 1, CHANNEL, PDU_OCTETS);
        bench.ListenAt(MilliSeconds(5), 1, CHANNEL, BlePhyMode::LE_2M);
        // Listening on for the same or another address costs no new start.
        bench.ListenAt(MicroSeconds(5500), 1, CHANNEL, BlePhyMode::LE_2M, TEST_ADDRESS + 1);
        Simulator::Schedule(MilliSeconds(6), [&]() { radio.Stop(); });
        Simulator::Schedule(MilliSeconds(7), [&]() { radio.SetIdlePower(4); });
        Simulator::Schedule(MilliSeconds(9), [&]() { radio.SetIdlePower(0); });
        Simulator::Stop(MilliSeconds(10));
        Simulator::Run();

        const double sentMs = 0.376; // (1 + 4 + 42) octets at 1 Mbit/s
        const double startUpsMj = 2e-6 * (2 * 40 * 5 + 100 * 7);
        const double expectedMj = 1e-3 * (2 * 10 * 3 + 2 * 20 * sentMs + 2 * 11 * 1 +
                                          2 * 0.5 * (10 - 3 - sentMs - 1) + 4 * 2) +
                                  startUpsMj;
        NS_TEST_EXPECT_MSG_EQ_TOL(battery->GetDrawn(Battery::RADIO), expectedMj, 1e-12, "[mJ]");
        NS_TEST_EXPECT_MSG_EQ_TOL(battery->GetTotalDrawn(), expectedMj, 1e-12, "all the radio's");
        NS_TEST_EXPECT_MSG_EQ(radio.GetTimeIn(State::TRANSMITTING), MicroSeconds(376), "sent");
        NS_TEST_EXPECT_MSG_EQ(radio.GetTimeIn(State::RECEIVING),
                              MicroSeconds(376 - 40),
                              "from the access address on");
        NS_TEST_EXPECT_MSG_EQ(radio.GetTimeIn(State::LISTENING),
                              MicroSeconds(4000 - (376 - 40)),
                              "listened");
        NS_TEST_EXPECT_MSG_EQ(radio.GetTimeIn(State::STANDBY), MicroSeconds(6000 - 376), "slept");
        NS_TEST_EXPECT_MSG_EQ(m_changes, 7, "each change is told");

        radio.SetBattery(nullptr);
        NS_TEST_EXPECT_MSG_EQ_TOL(radio.RxPowerMw(BlePhyMode::LE_1M), 20, 1e-12, "1M");
        NS_TEST_EXPECT_MSG_EQ_TOL(radio.RxPowerMw(BlePhyMode::LE_CODED_S2), 20, 1e-12, "Coded");
        NS_TEST_EXPECT_MSG_EQ_TOL(radio.RxPowerMw(BlePhyMode::LE_2M), 22, 1e-12, "2M");
        NS_TEST_EXPECT_MSG_EQ_TOL(radio.StartupEnergyMj(true), 1.4e-3, 1e-12, "to send");
        NS_TEST_EXPECT_MSG_EQ_TOL(radio.StartupEnergyMj(false), 4e-4, 1e-12, "to listen");
        NS_TEST_EXPECT_MSG_EQ_TOL(radio.TxPowerMw(BlePhyMode::LE_1M), 40, 1e-12, "0 dBm");
        radio.SetAttribute("TxPowerDbm", DoubleValue(2));
        NS_TEST_EXPECT_MSG_EQ_TOL(radio.TxPowerMw(BlePhyMode::LE_1M), 48, 1e-12, "in between");
        radio.SetTxPowerDbm(20);
        NS_TEST_EXPECT_MSG_EQ_TOL(radio.TxPowerMw(BlePhyMode::LE_1M), 72, 1e-12, "beyond");
        radio.SetTxPowerDbm(-40);
        NS_TEST_EXPECT_MSG_EQ_TOL(radio.TxPowerMw(BlePhyMode::LE_1M), 6, 1e-12, "beyond");
    }

    State m_state{State::STANDBY};
    uint32_t m_changes{0};
};

/// What a radio sends with is what arrives.
class TxPowerCase : public TestCase
{
  public:
    TxPowerCase()
        : TestCase("transmit power")
    {
    }

  private:
    void DoRun() override
    {
        RadioBench bench(2, 50);
        bench.ListenAt(Time(0), 1, CHANNEL);
        for (const int64_t dbm : {0, 8, -20, 0})
        {
            const Time when = MilliSeconds(1 + bench.radio.size() + m_powers.size());
            m_powers.push_back(static_cast<double>(dbm));
            Simulator::Schedule(when, [&bench, dbm]() { bench.radio[0]->SetTxPowerDbm(dbm); });
            bench.SendAt(when, 0, CHANNEL, PDU_OCTETS);
        }
        const auto& received = bench.Run(1);
        NS_TEST_ASSERT_MSG_EQ(received.size(), m_powers.size(), "all arrive");
        for (std::size_t i = 0; i < received.size(); ++i)
        {
            NS_TEST_EXPECT_MSG_EQ_TOL(received[i].rssiDbm, m_powers[i] - 50, 1e-9, "RSSI");
        }
        // The same channel on another PHY.
        RadioBench other(2, 50);
        other.SendAt(MilliSeconds(1), 0, CHANNEL, PDU_OCTETS);
        other.ListenAt(MilliSeconds(2), 1, CHANNEL, BlePhyMode::LE_2M);
        other.SendAt(MilliSeconds(3), 0, CHANNEL, PDU_OCTETS, BlePhyMode::LE_2M);
        const auto& fast = other.Run(1);
        NS_TEST_ASSERT_MSG_EQ(fast.size(), 1, "arrives");
        NS_TEST_EXPECT_MSG_EQ_TOL(fast[0].rssiDbm, -50, 1e-9, "RSSI");
    }

    std::vector<double> m_powers;
};

/// Profiles in data can be used, and one with a mistake is refused.
class BleRadioProfileCase : public TestCase
{
  public:
    BleRadioProfileCase()
        : TestCase("radio profiles")
    {
    }

  private:
    void Refused(Json json, const std::string& pointer, const Json& value, const std::string& why)
    {
        json[Json::json_pointer(pointer)] = value;
        try
        {
            ParseBleRadioProfile(json, "own.json");
            NS_TEST_EXPECT_MSG_EQ(true, false, "taken, where the answer is " << why);
        }
        catch (const ProfileError& error)
        {
            const std::string what = error.what();
            NS_TEST_EXPECT_MSG_EQ(what.find("own.json"), 0, "'" << what << "' names the file");
            NS_TEST_EXPECT_MSG_NE(what.find(why), std::string::npos, "'" << what << "' says why");
        }
    }

    void DoRun() override
    {
        const auto names = DataNames("ble-radios");
        NS_TEST_EXPECT_MSG_GT_OR_EQ(names.size(), 2, "profiles are found");
        for (const auto& name : names)
        {
            const BleRadioProfile profile = LoadBleRadioProfile(name);
            NS_TEST_EXPECT_MSG_EQ(profile.name, name, "called as its file");
            NS_TEST_EXPECT_MSG_LT(profile.TxMw(0), profile.TxMw(8), "more power costs more");
            NS_TEST_EXPECT_MSG_LT(profile.RxMw(BlePhyMode::LE_1M),
                                  profile.RxMw(BlePhyMode::LE_2M),
                                  "more speed costs more");
            NS_TEST_EXPECT_MSG_GT(profile.RxStartMj(), 0, "no start is free");
        }
        const BleRadioProfile cc2340 = LoadBleRadioProfile("cc2340r2");
        NS_TEST_EXPECT_MSG_EQ_TOL(cc2340.RxMw(BlePhyMode::LE_1M), 5.3 * 3, 1e-9, "SWRS282");
        NS_TEST_EXPECT_MSG_EQ_TOL(cc2340.TxMw(4), 7.9 * 3, 1e-9, "SWRS282");

        std::ifstream file(DataPath("ble-radios/cc2340r2.json"));
        const Json good = Json::parse(file);
        Refused(good, "/rx_1m_ma", 5, "rx_1m_ma: a number without source");
        Refused(good, "/rx_1m_ma/value", -1, "'rx_1m_ma' is -1");
        Refused(good, "/rx_1m_mw", 5, "did you mean 'rx_1m_ma'?");
        Refused(good, "/tx", Json::array(), "'tx' must be an array that is not empty");
        Refused(good, "/tx/1/dbm", -8, "tx[1]: there is already a current");
        Refused(good, "/tx/1/ma", "x", "tx[1].ma");
        Refused(good, "/supply_v/value", 0, "'supply_v' is 0");
        try
        {
            LoadBleRadioProfile("nrf5284");
            NS_TEST_EXPECT_MSG_EQ(true, false, "no such profile");
        }
        catch (const ProfileError& error)
        {
            NS_TEST_EXPECT_MSG_NE(std::string(error.what()).find("did you mean 'nrf52840'?"),
                                  std::string::npos,
                                  error.what());
        }
    }
};

class BleRadioEnergySuite : public TestSuite
{
  public:
    BleRadioEnergySuite()
        : TestSuite("iomt-ble-radio-energy", TestSuite::Type::UNIT)
    {
        AddTestCase(new EnergyCase);
        AddTestCase(new TxPowerCase);
        AddTestCase(new BleRadioProfileCase);
    }
} g_bleRadioEnergySuite;

} // namespace
