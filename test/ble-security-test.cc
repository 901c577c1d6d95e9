// SPDX-License-Identifier: GPL-2.0-only

#include "ble-star-bench.h"

#include "ns3/test.h"

#include <algorithm>
#include <string>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// What the Security trace of a host said.
class SecurityLog
{
  public:
    explicit SecurityLog(Ptr<BleNetDevice> device)
    {
        device->GetHost()->TraceConnectWithoutContext("Security",
                                                      MakeCallback(&SecurityLog::Said, this));
    }

    std::vector<std::string> said;

  private:
    void Said(Mac48Address /* peer */, const std::string& what)
    {
        said.push_back(what);
    }
};

/// Each way to a key ends in an encrypted link that carries IPv6; without one it is plain.
class SecurityModeCase : public TestCase
{
  public:
    SecurityModeCase(BleSecurity security, const std::string& name)
        : TestCase(name),
          m_security(security)
    {
    }

  private:
    void DoRun() override
    {
        BleStar star(2);
        star.ble.SetSecurity(m_security);
        star.Install();
        SecurityLog central(star.Device(0));
        SecurityLog peripheral(star.Device(2));
        BleStar::RunUntil(Seconds(3));
        const bool encrypted = m_security != BleSecurity::NONE;
        NS_TEST_EXPECT_MSG_EQ(star.Device(0)->GetNLinks(), 2, "both links carry IPv6");
        for (uint32_t i = 1; i <= 2; ++i)
        {
            const auto atCentral = star.Device(0)->GetHost()->GetConnection(star.AddressOf(i));
            const auto atPeripheral = star.Device(i)->GetHost()->GetConnection(star.AddressOf(0));
            NS_TEST_ASSERT_MSG_EQ((atCentral && atPeripheral), true, "set up");
            NS_TEST_EXPECT_MSG_EQ(atCentral->GetLink()->IsEncrypted(), encrypted, "central");
            NS_TEST_EXPECT_MSG_EQ(atPeripheral->GetLink()->IsEncrypted(), encrypted, "peripheral");
            const auto key = star.Device(0)->GetHost()->GetBond(star.AddressOf(i));
            NS_TEST_EXPECT_MSG_EQ(key.has_value(), encrypted, "a key is kept");
            NS_TEST_EXPECT_MSG_EQ((key == star.Device(i)->GetHost()->GetBond(star.AddressOf(0))),
                                  true,
                                  "the same at both ends");
        }
        const auto host = star.Device(0)->GetHost();
        NS_TEST_EXPECT_MSG_EQ(
            (encrypted && *host->GetBond(star.AddressOf(1)) == *host->GetBond(star.AddressOf(2))),
            false,
            "another for each peer");
        NS_TEST_EXPECT_MSG_EQ(central.said.size(), (encrypted ? 2 : 0), "told of it");
        NS_TEST_EXPECT_MSG_EQ(peripheral.said.size(), (encrypted ? 1 : 0), "told of it");
    }

    BleSecurity m_security;
};

/// Both ends show the same digits, and a no of either ends the link for good.
class SecurityCompareCase : public TestCase
{
  public:
    SecurityCompareCase(bool central, bool peripheral, const std::string& name)
        : TestCase(name),
          m_answers{central, peripheral}
    {
    }

  private:
    bool AtCentral(Mac48Address /* peer */, uint32_t digits)
    {
        m_digits.push_back(digits);
        return m_answers[0];
    }

    bool AtPeripheral(Mac48Address /* peer */, uint32_t digits)
    {
        m_digits.push_back(digits);
        return m_answers[1];
    }

    void DoRun() override
    {
        BleStar star(1);
        star.ble.SetSecurity(BleSecurity::NUMERIC_COMPARISON);
        star.Install();
        star.Device(0)->GetHost()->SetCompareCallback(
            MakeCallback(&SecurityCompareCase::AtCentral, this));
        star.Device(1)->GetHost()->SetCompareCallback(
            MakeCallback(&SecurityCompareCase::AtPeripheral, this));
        SecurityLog central(star.Device(0));
        SecurityLog peripheral(star.Device(1));
        BleStar::RunUntil(Seconds(10));
        const bool accepted = m_answers[0] && m_answers[1];
        NS_TEST_EXPECT_MSG_EQ(star.Device(0)->GetNLinks(), (accepted ? 1 : 0), "link");
        NS_TEST_EXPECT_MSG_EQ(star.Device(0)->GetHost()->GetBond(star.AddressOf(1)).has_value(),
                              accepted,
                              "key");
        const std::vector<std::string> expected{accepted ? "encrypted"
                                                         : "numeric comparison failed"};
        NS_TEST_EXPECT_MSG_EQ((central.said == expected), true, "said at the central, once");
        NS_TEST_EXPECT_MSG_EQ((peripheral.said == expected), true, "and at the peripheral");
        NS_TEST_EXPECT_MSG_GT(m_digits.size(), 0, "asked");
        for (const uint32_t digits : m_digits)
        {
            NS_TEST_EXPECT_MSG_EQ(digits, m_digits[0], "the same digits");
        }
        NS_TEST_EXPECT_MSG_EQ(star.Device(0)->GetLinkLayer()->GetOpened(), 1, "one connection");
    }

    bool m_answers[2];
    std::vector<uint32_t> m_digits;
};

/// A peer whose key is another, or that has none, is not let in.
class SecurityWrongKeyCase : public TestCase
{
  public:
    SecurityWrongKeyCase()
        : TestCase("another key, or none")
    {
    }

  private:
    void DoRun() override
    {
        for (const bool none : {true, false})
        {
            BleStar star(2);
            star.ble.SetSecurity(BleSecurity::BONDED);
            star.Install();
            SecurityLog central(star.Device(0));
            const auto impostor = star.Device(1)->GetHost();
            Simulator::Schedule(MicroSeconds(1), [impostor, none, &star]() {
                impostor->Forget(star.AddressOf(0));
                if (!none)
                {
                    impostor->SetBond(star.AddressOf(0), BleKey{1, 2, 3});
                }
            });
            BleStar::RunUntil(Seconds(20));
            const auto& said = central.said;
            NS_TEST_EXPECT_MSG_EQ(star.Device(1)->GetNLinks(), 0, "no IPv6 for the impostor");
            NS_TEST_EXPECT_MSG_EQ(star.Device(0)->GetNLinks(), 1, "the other has it");
            NS_TEST_EXPECT_MSG_EQ(std::count(said.begin(), said.end(), "encrypted"), 1, "once");
            if (none)
            {
                NS_TEST_EXPECT_MSG_EQ(std::count(said.begin(), said.end(), "PIN or key missing"),
                                      1,
                                      "the peripheral says why");
            }
        }
    }
};

/// Ends that want different things do not talk in the clear where one wants encryption.
class SecurityMismatchCase : public TestCase
{
  public:
    SecurityMismatchCase()
        : TestCase("ends that disagree")
    {
    }

  private:
    void Expect(BleSecurity central, BleSecurity peripheral, uint32_t links)
    {
        BleStar star(0);
        star.nodes.Create(1);
        const auto position = CreateObject<ConstantPositionMobilityModel>();
        position->SetPosition(Vector(1, 0, 1));
        star.nodes.Get(1)->AggregateObject(position);
        star.ble.SetSecurity(central);
        star.devices.Add(star.ble.Install(star.nodes.Get(0)));
        star.ble.SetSecurity(peripheral);
        star.devices.Add(star.ble.Install(star.nodes.Get(1)));
        star.ble.Connect(star.devices.Get(0), star.devices.Get(1));
        star.ble.AssignStreams(star.devices, 1);
        BleStar::RunUntil(Seconds(40));
        NS_TEST_EXPECT_MSG_EQ(star.Device(0)->GetNLinks(), links, "central");
        NS_TEST_EXPECT_MSG_EQ(star.Device(1)->GetNLinks(), links, "peripheral");
    }

    void DoRun() override
    {
        Expect(BleSecurity::JUST_WORKS, BleSecurity::NONE, 0);
        Expect(BleSecurity::NONE, BleSecurity::JUST_WORKS, 0);
        Expect(BleSecurity::NONE, BleSecurity::BONDED, 0);
        // Whoever has no display cannot do what the other asks for.
        Expect(BleSecurity::NUMERIC_COMPARISON, BleSecurity::JUST_WORKS, 0);
        Expect(BleSecurity::JUST_WORKS, BleSecurity::NUMERIC_COMPARISON, 0);
    }
};

/// Who does not pair says so to those who ask, and nothing to anybody else.
class SecuritySmpCase : public TestCase
{
  public:
    SecuritySmpCase()
        : TestCase("SMP where nobody pairs, and distrust")
    {
    }

  private:
    void Answered(Ptr<Packet> command)
    {
        std::vector<uint8_t> octets(command->GetSize());
        command->CopyData(octets.data(), octets.size());
        m_answers.push_back(octets);
    }

    void DoRun() override
    {
        BleStar star(1);
        star.Install();
        BleStar::RunUntil(Seconds(1));
        const auto l2cap = star.Device(0)->GetHost()->GetConnection(star.AddressOf(1))->GetL2cap();
        l2cap->SetFixedChannel(l2cap::CID_SMP, MakeCallback(&SecuritySmpCase::Answered, this));
        const auto send = [&](const std::vector<uint8_t>& octets) {
            l2cap->SendFixed(l2cap::CID_SMP, Create<Packet>(octets.data(), octets.size()));
        };
        send({});
        send({0x05, 0x05}); // Pairing Failed
        send({0x03, 1, 2, 3});
        send(std::vector<uint8_t>(65, 0x0c));
        BleStar::RunUntil(Seconds(2));
        NS_TEST_EXPECT_MSG_EQ(m_answers.size(), 0, "no answer");
        send({0x01, 3, 0, 8, 16, 0, 0}); // Pairing Request
        BleStar::RunUntil(Seconds(3));
        NS_TEST_ASSERT_MSG_EQ(m_answers.size(), 1, "answer");
        NS_TEST_EXPECT_MSG_EQ((m_answers[0] == std::vector<uint8_t>{0x05, 0x05}),
                              true,
                              "Pairing Failed: not supported");
        NS_TEST_EXPECT_MSG_EQ(star.Device(0)->GetNLinks(), 1, "the link goes on");

        // A peripheral that does not trust the central is left alone; one that is busy is not.
        const auto end = [&star](BleError reason) {
            const auto link = star.Device(1)->GetLinkLayer()->GetLink(star.AddressOf(0));
            link->Procedures().StartTermination(reason);
        };
        end(BleError::REMOTE_LOW_RESOURCES);
        BleStar::RunUntil(Seconds(5));
        NS_TEST_EXPECT_MSG_EQ(star.Device(0)->GetNLinks(), 1, "connected again");
        end(BleError::AUTHENTICATION_FAILURE);
        BleStar::RunUntil(Seconds(9));
        NS_TEST_EXPECT_MSG_EQ(star.Device(0)->GetNLinks(), 0, "not again");
    }

    std::vector<std::vector<uint8_t>> m_answers;
};

/// After a loss the key of the first pairing serves again.
class SecurityReconnectCase : public TestCase
{
  public:
    SecurityReconnectCase()
        : TestCase("paired once, encrypted again after a loss")
    {
    }

  private:
    void DoRun() override
    {
        BleStar star(1);
        star.ble.SetSecurity(BleSecurity::JUST_WORKS);
        star.Install();
        SecurityLog central(star.Device(0));
        BleStar::RunUntil(Seconds(3));
        const auto key = star.Device(0)->GetHost()->GetBond(star.AddressOf(1));
        star.MoveTo(1, 10000);
        BleStar::RunUntil(Seconds(10));
        NS_TEST_EXPECT_MSG_EQ(star.Device(0)->GetNLinks(), 0, "lost");
        NS_TEST_EXPECT_MSG_EQ(star.Device(1)->GetNLinks(), 0, "at both ends");
        star.MoveTo(1, 1);
        BleStar::RunUntil(Seconds(15));
        NS_TEST_EXPECT_MSG_EQ(star.Device(0)->GetNLinks(), 1, "again");
        NS_TEST_EXPECT_MSG_EQ((central.said == std::vector<std::string>(2, "encrypted")),
                              true,
                              "encrypted each time");
        NS_TEST_EXPECT_MSG_EQ((key && key == star.Device(0)->GetHost()->GetBond(star.AddressOf(1))),
                              true,
                              "with the same key");
    }
};

class BleSecuritySuite : public TestSuite
{
  public:
    BleSecuritySuite()
        : TestSuite("iomt-ble-security", TestSuite::Type::UNIT)
    {
        AddTestCase(new SecurityModeCase(BleSecurity::NONE, "none"));
        AddTestCase(new SecurityModeCase(BleSecurity::BONDED, "bonded"));
        AddTestCase(new SecurityModeCase(BleSecurity::JUST_WORKS, "just works"));
        AddTestCase(new SecurityModeCase(BleSecurity::NUMERIC_COMPARISON, "numeric comparison"));
        AddTestCase(new SecurityCompareCase(true, true, "both say yes"));
        AddTestCase(new SecurityCompareCase(true, false, "the peripheral says no"));
        AddTestCase(new SecurityCompareCase(false, true, "the central says no"));
        AddTestCase(new SecurityWrongKeyCase);
        AddTestCase(new SecurityMismatchCase);
        AddTestCase(new SecuritySmpCase);
        AddTestCase(new SecurityReconnectCase);
    }
} g_bleSecuritySuite;

} // namespace
