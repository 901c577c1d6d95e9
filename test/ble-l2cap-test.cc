// SPDX-License-Identifier: GPL-2.0-only

#include "ble-l2cap-bench.h"

#include "ns3/random-variable-stream.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::iomt;

namespace
{

using Octets = std::vector<uint8_t>;

/// The command that was sent last, or nothing.
l2cap::ParsedCommand
LastCommand(const WireBearer& wire)
{
    if (wire.sent.empty())
    {
        return {};
    }
    const Octets& pdu = wire.sent.back();
    return l2cap::Parse(pdu.data() + l2cap::HEADER_SIZE, pdu.size() - l2cap::HEADER_SIZE);
}

/// A signalling C-frame.
Octets
Signal(const l2cap::Command& command)
{
    const Octets payload = l2cap::Encode(command);
    Octets pdu(l2cap::HEADER_SIZE);
    l2cap::EncodeHeader(payload.size(), l2cap::CID_SIGNALLING, pdu.data());
    pdu.insert(pdu.end(), payload.begin(), payload.end());
    return pdu;
}

/// Fixed channels carry what they are given to whoever listens.
class L2capFixedCase : public TestCase
{
  public:
    L2capFixedCase()
        : TestCase("fixed channels")
    {
    }

  private:
    void Received(Ptr<Packet> payload)
    {
        m_received.push_back(L2capBench::OctetsOf(payload));
    }

    void DoRun() override
    {
        L2capBench bench;
        bench.peripheral->SetFixedChannel(l2cap::CID_SMP,
                                          MakeCallback(&L2capFixedCase::Received, this));
        bench.central->SendFixed(l2cap::CID_SMP, L2capBench::Sdu(65));
        bench.central->SendFixed(l2cap::CID_ATT, L2capBench::Sdu(3));
        bench.central->SendFixed(l2cap::CID_SMP, Create<Packet>());
        NS_TEST_EXPECT_MSG_EQ(bench.central->SendFixed(l2cap::CID_SMP, Create<Packet>(65536)),
                              false,
                              "longer than the length field can say");
        Simulator::Run();
        NS_TEST_ASSERT_MSG_EQ(m_received.size(), 2, "those of the channel");
        NS_TEST_EXPECT_MSG_EQ((m_received[0] == L2capBench::Octets(65)), true, "as sent");
        NS_TEST_EXPECT_MSG_EQ(m_received[1].size(), 0, "an empty one");
        NS_TEST_EXPECT_MSG_EQ(bench.peripheral->GetFaults().at(BleL2capFault::UNKNOWN_CID),
                              1,
                              "the one that nobody takes");
        bench.central->LinkLost();
        NS_TEST_EXPECT_MSG_EQ(bench.central->SendFixed(l2cap::CID_SMP, L2capBench::Sdu(1)),
                              false,
                              "no link");
    }

    std::vector<Octets> m_received;
};

/// Why a channel is not opened is told in the codes of 4.23.
class L2capRefusalCase : public TestCase
{
  public:
    L2capRefusalCase()
        : TestCase("requests for a channel that are refused")
    {
    }

  private:
    void Expect(L2capBench& bench,
                const l2cap::CreditConnectionRequest& request,
                l2cap::ConnectionResult result)
    {
        bench.peripheralWire.Inject(Signal(request));
        Simulator::Run();
        const auto answer = LastCommand(bench.peripheralWire);
        NS_TEST_ASSERT_MSG_EQ(answer.command.has_value(), true, "answered");
        const auto* response = std::get_if<l2cap::CreditConnectionResponse>(&*answer.command);
        NS_TEST_ASSERT_MSG_NE(response, nullptr, "by a response");
        NS_TEST_EXPECT_MSG_EQ(+response->identifier, +request.identifier, "identifier");
        NS_TEST_EXPECT_MSG_EQ(static_cast<int>(response->result), static_cast<int>(result), "why");
    }

    void DoRun() override
    {
        using l2cap::ConnectionResult;
        L2capBench bench;
        bench.Open({}, {}); // the central has 0x40 on a service of the peripheral
        bench.peripheral->Listen(0x23, {}, true, BleL2cap::AcceptCallback());
        const uint16_t psm = L2capBench::PSM;
        Expect(bench, {9, 0x25, 0x41, 100, 100, 1}, ConnectionResult::SPSM_NOT_SUPPORTED);
        Expect(bench, {9, 0x23, 0x41, 100, 100, 1}, ConnectionResult::INSUFFICIENT_ENCRYPTION);
        Expect(bench, {9, psm, 0x3f, 100, 100, 1}, ConnectionResult::INVALID_SOURCE_CID);
        Expect(bench, {9, psm, 0x80, 100, 100, 1}, ConnectionResult::INVALID_SOURCE_CID);
        Expect(bench, {9, psm, 0x40, 100, 100, 1}, ConnectionResult::SOURCE_CID_ALLOCATED);
        Expect(bench, {9, psm, 0x41, 22, 100, 1}, ConnectionResult::UNACCEPTABLE_PARAMETERS);
        Expect(bench, {9, psm, 0x41, 100, 22, 1}, ConnectionResult::UNACCEPTABLE_PARAMETERS);
        Expect(bench, {9, psm, 0x41, 100, 65534, 1}, ConnectionResult::UNACCEPTABLE_PARAMETERS);
        for (uint16_t cid = 0x41; cid <= 0x7f; ++cid)
        {
            Expect(bench, {9, psm, cid, 23, 23, 0}, ConnectionResult::SUCCESSFUL);
        }
        NS_TEST_EXPECT_MSG_EQ(bench.peripheral->GetFaults().at(BleL2capFault::NOT_ALLOWED), 8, "");

        const auto refused = bench.central->Connect(0x99, {});
        NS_TEST_EXPECT_MSG_EQ((refused->GetState() == BleCreditChannel::State::CONNECTING),
                              true,
                              "asked");
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ((refused->GetCause() == BleChannelCause::REFUSED), true, "refused");
        NS_TEST_EXPECT_MSG_EQ(refused->GetResult(), 2, "and why");
    }
};

/// The encrypted service opens on an encrypted link.
class L2capEncryptedCase : public TestCase
{
  public:
    L2capEncryptedCase()
        : TestCase("a service that asks for encryption")
    {
    }

  private:
    void Accepted(Ptr<BleCreditChannel> channel)
    {
        m_accepted = channel;
    }

    void DoRun() override
    {
        L2capBench bench;
        bench.peripheral->Listen(0x23, {}, true, MakeCallback(&L2capEncryptedCase::Accepted, this));
        const auto before = bench.central->Connect(0x23, {});
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(before->GetResult(), 8, "insufficient encryption");
        bench.peripheral->SetEncrypted(true);
        const auto after = bench.central->Connect(0x23, {});
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ((after->GetState() == BleCreditChannel::State::OPEN), true, "open");
        NS_TEST_EXPECT_MSG_EQ((m_accepted != nullptr), true, "accepted");
        m_accepted = nullptr;
    }

    Ptr<BleCreditChannel> m_accepted;
};

/// Channels close from either end, when nobody answers, and with the link.
class L2capClosingCase : public TestCase
{
  public:
    L2capClosingCase()
        : TestCase("how channels close")
    {
    }

  private:
    void DoRun() override
    {
        {
            L2capBench bench;
            bench.Open({}, {});
            bench.atPeripheral->Close();
            Simulator::Run();
            Expect(bench.atCentral, BleChannelCause::PEER);
            Expect(bench.atPeripheral, BleChannelCause::LOCAL);
        }
        {
            L2capBench bench; // both at once: each request crosses the other
            bench.Open({}, {});
            bench.atPeripheral->Close();
            bench.atCentral->Close();
            Simulator::Run();
            Expect(bench.atCentral, BleChannelCause::LOCAL);
            Expect(bench.atPeripheral, BleChannelCause::LOCAL);
            NS_TEST_EXPECT_MSG_EQ(bench.central->GetFaults().size(), 0, "no fault");
        }
        {
            L2capBench bench; // before the peer has answered
            bench.peripheral->Listen(L2capBench::PSM,
                                     {},
                                     false,
                                     MakeNullCallback<void, Ptr<BleCreditChannel>>());
            const auto channel = bench.central->Connect(L2capBench::PSM, {});
            channel->Close();
            Simulator::Run();
            Expect(channel, BleChannelCause::LOCAL);
            NS_TEST_EXPECT_MSG_EQ(bench.central->Connect(L2capBench::PSM, {})->GetLocalCid(),
                                  0x40,
                                  "the peer has closed its end too");
            Simulator::Run();
            NS_TEST_EXPECT_MSG_EQ(bench.peripheral->GetFaults().size(), 0, "no fault");
        }
        {
            L2capBench bench;
            bench.Open({}, {});
            bench.atCentral->Send(L2capBench::Sdu(1280));
            bench.central->LinkLost();
            bench.peripheral->LinkLost();
            Expect(bench.atCentral, BleChannelCause::LINK_LOST);
            Expect(bench.atPeripheral, BleChannelCause::LINK_LOST);
            NS_TEST_EXPECT_MSG_EQ((bench.central->Connect(1, {}) == nullptr), true, "no link");
        }
        {
            L2capBench bench; // disposed of: whoever would be told may be gone
            bench.Open({}, {});
            bench.atCentral->SetStateCallback(MakeCallback(&L2capClosingCase::Changed, this));
            bench.central->Dispose();
            NS_TEST_EXPECT_MSG_EQ(bench.atCentral->Send(L2capBench::Sdu(1)), false, "no more");
            bench.atCentral->Close();
            NS_TEST_EXPECT_MSG_EQ(m_changes, 0, "nobody is told");
        }
        {
            WireBearer wire; // nobody there
            auto l2cap = CreateObject<BleL2cap>();
            l2cap->SetBearer(&wire, true);
            const auto channel = l2cap->Connect(0x23, {});
            Simulator::Run();
            NS_TEST_EXPECT_MSG_EQ(Simulator::Now(), Seconds(30), "patience");
            Expect(channel, BleChannelCause::TIMEOUT);
            l2cap->Dispose();
            Simulator::Destroy();
        }
    }

    void Changed(Ptr<BleCreditChannel> /* channel */)
    {
        ++m_changes;
    }

    void Expect(Ptr<BleCreditChannel> channel, BleChannelCause cause)
    {
        NS_TEST_EXPECT_MSG_EQ((channel->GetState() == BleCreditChannel::State::CLOSED),
                              true,
                              ToString(cause));
        NS_TEST_EXPECT_MSG_EQ(std::string(ToString(channel->GetCause())),
                              std::string(ToString(cause)),
                              "cause");
    }

    int m_changes{0};
};

/// A peer that answers, disconnects or gives credits as the Core does not allow.
class L2capWrongPeerCase : public TestCase
{
  public:
    L2capWrongPeerCase()
        : TestCase("answers and requests against the rules")
    {
    }

  private:
    /// `response` answers the request of a channel that was just asked for.
    void ExpectBadAnswer(l2cap::CreditConnectionResponse response)
    {
        WireBearer wire;
        auto l2cap = CreateObject<BleL2cap>();
        l2cap->SetBearer(&wire, true);
        const auto open = l2cap->Connect(0x23, {});
        wire.Inject(Signal(l2cap::CreditConnectionResponse{1, 0x50, 100, 100, 1, {}}));
        const auto channel = l2cap->Connect(0x23, {});
        response.identifier = 2;
        wire.Inject(Signal(response));
        NS_TEST_EXPECT_MSG_EQ((open->GetState() == BleCreditChannel::State::OPEN), true, "first");
        NS_TEST_EXPECT_MSG_EQ(std::string(ToString(channel->GetCause())),
                              std::string(ToString(BleChannelCause::BAD_ANSWER)),
                              "MTU " << response.mtu << " MPS " << response.mps << " CID "
                                     << response.destinationCid);
        NS_TEST_EXPECT_MSG_EQ(l2cap->GetFaults().at(BleL2capFault::CHANNEL_RULE), 1, "counted");
        l2cap->Dispose();
        Simulator::Destroy();
    }

    void DoRun() override
    {
        ExpectBadAnswer({2, 0x3f, 100, 100, 1, {}});
        ExpectBadAnswer({2, 0x80, 100, 100, 1, {}});
        ExpectBadAnswer({2, 0x50, 100, 100, 1, {}}); // has it already
        ExpectBadAnswer({2, 0x51, 22, 100, 1, {}});
        ExpectBadAnswer({2, 0x51, 100, 22, 1, {}});
        ExpectBadAnswer({2, 0x51, 100, 65534, 1, {}});

        L2capBench bench;
        bench.Open({}, {});
        const std::size_t before = bench.centralWire.sent.size();
        bench.centralWire.Inject(Signal(l2cap::DisconnectionRequest{9, 0x40, 0x41}));
        bench.centralWire.Inject(Signal(l2cap::FlowControlCredit{9, 0x40, 0}));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ((bench.atCentral->GetState() == BleCreditChannel::State::OPEN),
                              true,
                              "still open");
        NS_TEST_EXPECT_MSG_EQ(bench.centralWire.sent.size(), before, "4.6: silently discarded");
        NS_TEST_EXPECT_MSG_EQ(bench.central->GetFaults().at(BleL2capFault::NOT_ALLOWED), 1, "");
        NS_TEST_EXPECT_MSG_EQ(bench.central->GetFaults().at(BleL2capFault::ZERO_CREDITS), 1, "");

        // An identifier is free again once the peer knows that the channel is no more.
        bench.atCentral->Close();
        const auto next = bench.central->Connect(L2capBench::PSM, {});
        NS_TEST_EXPECT_MSG_EQ(next->GetLocalCid(), 0x41, "0x40 is still being closed");
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ((next->GetState() == BleCreditChannel::State::OPEN), true, "open");
        NS_TEST_EXPECT_MSG_EQ(bench.central->Connect(L2capBench::PSM, {})->GetLocalCid(),
                              0x40,
                              "now it is free");
        Simulator::Run();
    }
};

/// A peripheral may ask for other parameters, a central may not.
class L2capParametersCase : public TestCase
{
  public:
    L2capParametersCase()
        : TestCase("connection parameter update request")
    {
    }

  private:
    bool Asked(const l2cap::ParameterUpdateRequest& request)
    {
        return request.intervalMin == 24 && request.intervalMax == 40 && request.latency == 2 &&
               request.timeout == 500;
    }

    void Told(bool accepted)
    {
        m_told.push_back(accepted);
    }

    void DoRun() override
    {
        L2capBench bench;
        const auto told = MakeCallback(&L2capParametersCase::Told, this);
        bench.peripheral->RequestParameters({0, 24, 40, 2, 500}, told);
        Simulator::Run();
        bench.central->SetParameterCallback(MakeCallback(&L2capParametersCase::Asked, this));
        bench.peripheral->RequestParameters({0, 24, 40, 2, 500}, told);
        bench.peripheral->RequestParameters({0, 24, 40, 2, 501}, told);
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ((m_told == std::vector<bool>{false, true, false}),
                              true,
                              "nobody to ask, yes, no");
        NS_TEST_EXPECT_MSG_EQ(bench.central->RequestParameters({0, 24, 40, 2, 500}, told),
                              false,
                              "a central does not ask");
        bench.peripheralWire.Inject(Signal(l2cap::ParameterUpdateRequest{3, 24, 40, 2, 500}));
        Simulator::Run();
        const auto answer = LastCommand(bench.peripheralWire);
        NS_TEST_EXPECT_MSG_EQ(
            (answer.command && std::get_if<l2cap::CommandReject>(&*answer.command)),
            true,
            "and is rejected if it does");
    }

    std::vector<bool> m_told;
};

/// Commands that cannot be read are answered as 4 and 4.1 want, and counted.
class L2capMalformedCase : public TestCase
{
  public:
    L2capMalformedCase()
        : TestCase("malformed PDUs")
    {
    }

  private:
    /// `reason` is that of the reject; −1: no answer.
    void Expect(const Octets& pdu, BleL2capFault fault, int reason)
    {
        L2capBench bench;
        bench.centralWire.Inject(pdu);
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(bench.central->GetFaults().count(fault), 1, ToString(fault));
        NS_TEST_EXPECT_MSG_EQ(bench.central->GetFaults().size(), 1, "and nothing else");
        const auto answer = LastCommand(bench.centralWire);
        const auto* reject =
            answer.command ? std::get_if<l2cap::CommandReject>(&*answer.command) : nullptr;
        NS_TEST_EXPECT_MSG_EQ((reject ? static_cast<int>(reject->reason) : -1),
                              reason,
                              ToString(fault));
    }

    void DoRun() override
    {
        Expect({}, BleL2capFault::SHORT_PDU, -1);
        Expect({0, 0, 5}, BleL2capFault::SHORT_PDU, -1);
        Expect({2, 0, 4, 0, 1}, BleL2capFault::WRONG_LENGTH, -1);
        Expect({0, 0, 4, 0, 1}, BleL2capFault::WRONG_LENGTH, -1);
        Expect({1, 0, 0x40, 0, 1}, BleL2capFault::UNKNOWN_CID, -1);
        Expect({1, 0, 0, 0, 1}, BleL2capFault::UNKNOWN_CID, -1);
        Expect({1, 0, 5, 0, 1}, BleL2capFault::BAD_COMMAND, -1);
        Expect({4, 0, 5, 0, 0x77, 1, 0, 0}, BleL2capFault::UNKNOWN_COMMAND, 0);
        Expect({4, 0, 5, 0, 0x06, 1, 0, 0}, BleL2capFault::BAD_COMMAND, 0);
        Expect({4, 0, 5, 0, 0x07, 1, 0, 0}, BleL2capFault::BAD_COMMAND, -1);
        Octets tooLong(28);
        l2cap::EncodeHeader(24, l2cap::CID_SIGNALLING, tooLong.data());
        tooLong[4] = 0x06;
        tooLong[5] = 1;
        tooLong[6] = 20;
        Expect(tooLong, BleL2capFault::BAD_COMMAND, 1);
        Expect(Signal(l2cap::DisconnectionRequest{1, 0x40, 0x41}), BleL2capFault::NOT_ALLOWED, 2);
        Expect(Signal(l2cap::FlowControlCredit{1, 0x40, 1}), BleL2capFault::NOT_ALLOWED, -1);
        Expect(Signal(l2cap::DisconnectionResponse{1, 0x40, 0x41}),
               BleL2capFault::UNEXPECTED_RESPONSE,
               -1);
        Expect(Signal(l2cap::CreditConnectionResponse{1, 0x40, 100, 100, 1, {}}),
               BleL2capFault::UNEXPECTED_RESPONSE,
               -1);
        Expect(Signal(l2cap::CommandReject{1, {}, 0, 0, 0}),
               BleL2capFault::UNEXPECTED_RESPONSE,
               -1);
    }
};

/// A hundred thousand PDUs of a hostile peer: nothing aborts, and the link can still be used.
class L2capHostileCase : public TestCase
{
  public:
    L2capHostileCase()
        : TestCase("random PDUs")
    {
    }

  private:
    void DoRun() override
    {
        auto random = CreateObject<UniformRandomVariable>();
        random->SetStream(7);
        const auto draw = [random](uint32_t below) { return random->GetInteger(0, below - 1); };
        L2capBench bench;
        bench.Open({100, 50, 5}, {100, 50, 5});
        uint64_t faults = 0;
        const auto fuzz = [&](int count) {
            for (int i = 0; i < count; ++i)
            {
                const uint8_t codes[] = {1, 6, 7, 0x12, 0x13, 0x14, 0x15, 0x16, 0x99};
                Octets payload(draw(28));
                for (auto& octet : payload)
                {
                    octet = draw(3) == 0 ? 0x40 + draw(4) : draw(256);
                }
                uint16_t cid = 0x40 + draw(3);
                if (draw(2) == 0)
                {
                    cid = l2cap::CID_SIGNALLING;
                    if (payload.size() >= 4)
                    {
                        payload[0] = codes[draw(sizeof(codes))];
                        payload[1] = draw(4);
                        payload[2] = payload.size() - 4;
                        payload[3] = 0;
                        for (std::size_t at = 5; at < payload.size(); at += 2)
                        {
                            payload[at] = draw(10) == 0 ? 1 : 0;
                        }
                    }
                }
                Octets pdu(l2cap::HEADER_SIZE);
                l2cap::EncodeHeader(payload.size() + (draw(50) == 0 ? 1 : 0), cid, pdu.data());
                pdu.insert(pdu.end(), payload.begin(), payload.end());
                bench.peripheralWire.Inject(pdu);
                if (draw(20) == 0)
                {
                    Simulator::Stop(Seconds(1));
                    Simulator::Run();
                }
            }
        };
        fuzz(100000);
        for (const auto& [fault, count] : bench.peripheral->GetFaults())
        {
            faults += count;
        }
        NS_TEST_EXPECT_MSG_GT(faults, 1000, "faults were counted");
        Simulator::Stop(Seconds(100));
        Simulator::Run();
        m_accepted = false;
        bench.peripheral->Listen(0x25, {}, false, MakeCallback(&L2capHostileCase::Accepted, this));
        const auto channel = bench.central->Connect(0x25, {});
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ((channel != nullptr), true, "a channel of the honest end");
    }

    void Accepted(Ptr<BleCreditChannel> /* channel */)
    {
        m_accepted = true;
    }

    bool m_accepted{false};
};

class L2capSuite : public TestSuite
{
  public:
    L2capSuite()
        : TestSuite("iomt-ble-l2cap", TestSuite::Type::UNIT)
    {
        AddTestCase(new L2capFixedCase);
        AddTestCase(new L2capRefusalCase);
        AddTestCase(new L2capEncryptedCase);
        AddTestCase(new L2capClosingCase);
        AddTestCase(new L2capWrongPeerCase);
        AddTestCase(new L2capParametersCase);
        AddTestCase(new L2capMalformedCase);
        AddTestCase(new L2capHostileCase);
    }
} g_l2capSuite;

} // namespace
