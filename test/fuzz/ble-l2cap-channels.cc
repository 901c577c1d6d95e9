// SPDX-License-Identifier: GPL-2.0-only

/**
 * @file
 * @brief A host between a hostile peer and an application that opens channels, sends and closes:
 * signalling, credit-based channels, ATT. Whatever comes, what goes out is well formed, no SDU is
 * longer than the MTU, and no K-frame is sent without a credit.
 *
 * Input: an octet for the role, then steps. The first octet of a step says what happens; where the
 * peer sends a PDU, an octet of length and the octets follow:
 *
 *     0 a PDU with its own header   1 a signalling command   2 a K-frame to the first channel
 *     3 an ATT PDU   4 a K-frame to the second channel   5 connect   6 send   7 close   8 notify
 *     9 exchange MTU   10 ask for parameters   11 a PDU is acknowledged   12 a second goes by
 *     13 the link is encrypted or not
 */

#include "ns3/ble-att.h"
#include "ns3/ble-l2cap-pdu.h"
#include "ns3/ble-l2cap.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <vector>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

constexpr uint16_t MTU = 300;
constexpr uint16_t MPS = 64;

void
Require(bool condition)
{
    if (!condition)
    {
        std::abort();
    }
}

/// The link, and a judge of what is sent on it.
class JudgingBearer : public BleL2capBearer
{
  public:
    void Send(Ptr<const Packet> pdu) override
    {
        ++m_queued;
        std::vector<uint8_t> octets(pdu->GetSize());
        pdu->CopyData(octets.data(), octets.size());
        Require(octets.size() >= l2cap::HEADER_SIZE);
        const auto header = l2cap::ParseHeader(octets.data());
        Require(header.length == octets.size() - l2cap::HEADER_SIZE);
        if (header.cid == l2cap::CID_SIGNALLING)
        {
            const auto parsed = l2cap::Parse(octets.data() + l2cap::HEADER_SIZE, header.length);
            Require(parsed.status == l2cap::CommandStatus::OK);
        }
        else if (header.cid != l2cap::CID_ATT)
        {
            Require(m_credits[header.cid]-- > 0);
        }
    }

    uint32_t GetQueued() const override
    {
        return m_queued;
    }

    void SetReceiveCallback(ReceiveCallback callback) override
    {
        m_receive = callback;
    }

    void SetSentCallback(SentCallback callback) override
    {
        m_sent = callback;
    }

    void Acknowledge()
    {
        if (m_queued > 0)
        {
            --m_queued;
            m_sent();
        }
    }

    /// The peer sends octets.
    void Inject(const std::vector<uint8_t>& pdu)
    {
        if (pdu.size() > l2cap::HEADER_SIZE)
        {
            const std::size_t size = pdu.size() - l2cap::HEADER_SIZE;
            const auto parsed = l2cap::Parse(pdu.data() + l2cap::HEADER_SIZE, size);
            if (l2cap::ParseHeader(pdu.data()).cid == l2cap::CID_SIGNALLING && parsed.command)
            {
                Credit(*parsed.command);
            }
        }
        m_receive(Create<Packet>(pdu.data(), static_cast<uint32_t>(pdu.size())));
    }

  private:
    /// Count what a command of the peer gives at most.
    void Credit(const l2cap::Command& command)
    {
        if (const auto* request = std::get_if<l2cap::CreditConnectionRequest>(&command))
        {
            m_credits[request->sourceCid] += request->credits;
        }
        else if (const auto* response = std::get_if<l2cap::CreditConnectionResponse>(&command))
        {
            m_credits[response->destinationCid] += response->credits;
        }
        else if (const auto* more = std::get_if<l2cap::FlowControlCredit>(&command))
        {
            m_credits[more->cid] += more->credits;
        }
    }

    uint32_t m_queued{0};
    std::map<uint16_t, uint64_t> m_credits; ///< by the peer's identifiers
    ReceiveCallback m_receive;
    SentCallback m_sent;
};

/// What sits on L2CAP.
class Application
{
  public:
    explicit Application(bool central)
    {
        m_l2cap->SetBearer(&bearer, central);
        m_att->SetL2cap(m_l2cap);
        m_att->SetNotificationCallback(MakeCallback(&Application::Notified, this));
        const auto accept = MakeCallback(&Application::Accepted, this);
        m_l2cap->Listen(l2cap::PSM_IPSP, {MTU, MPS, 3}, false, accept);
        m_l2cap->Listen(0x80, {MTU, MPS, 1}, true, accept);
    }

    ~Application()
    {
        m_l2cap->LinkLost();
        for (const auto& channel : m_channels)
        {
            Require(channel->GetState() == BleCreditChannel::State::CLOSED);
        }
        m_att->Dispose();
        m_l2cap->Dispose();
        Simulator::Destroy();
    }

    void Connect()
    {
        if (const auto channel = m_l2cap->Connect(l2cap::PSM_IPSP, {MTU, MPS, 2}))
        {
            Keep(channel);
        }
    }

    void SendOnEach(uint32_t octets)
    {
        for (const auto& channel : m_channels)
        {
            const bool fits = channel->GetState() == BleCreditChannel::State::OPEN &&
                              octets <= channel->GetPeerMtu();
            Require(channel->Send(Create<Packet>(octets)) == fits);
        }
    }

    void CloseFirst()
    {
        if (!m_channels.empty())
        {
            m_channels.front()->Close();
            m_channels.erase(m_channels.begin());
        }
    }

    void Notify(uint32_t octets)
    {
        m_att->Notify(1, Create<Packet>(octets));
    }

    void ExchangeMtu()
    {
        m_att->ExchangeMtu(MakeCallback(&Application::MtuIs, this));
    }

    void RequestParameters()
    {
        m_l2cap->RequestParameters({0, 24, 40, 0, 100}, MakeCallback(&Application::Answered, this));
    }

    void SetEncrypted(bool encrypted)
    {
        m_l2cap->SetEncrypted(encrypted);
    }

    JudgingBearer bearer;

  private:
    void Keep(Ptr<BleCreditChannel> channel)
    {
        channel->SetReceiveCallback(MakeCallback(&Application::Received, this));
        m_channels.push_back(channel);
    }

    void Accepted(Ptr<BleCreditChannel> channel)
    {
        Require(channel->GetState() == BleCreditChannel::State::OPEN);
        Keep(channel);
    }

    void Received(Ptr<Packet> sdu)
    {
        Require(sdu->GetSize() <= MTU);
    }

    void Notified(uint16_t, Ptr<Packet>)
    {
    }

    void MtuIs(uint16_t mtu)
    {
        Require(mtu >= BleAtt::DEFAULT_MTU);
    }

    void Answered(bool)
    {
    }

    Ptr<BleL2cap> m_l2cap{CreateObject<BleL2cap>()};
    Ptr<BleAtt> m_att{CreateObject<BleAtt>()};
    std::vector<Ptr<BleCreditChannel>> m_channels;
};

/// A PDU with the header that belongs to it.
std::vector<uint8_t>
Framed(uint16_t cid, const std::vector<uint8_t>& payload)
{
    std::vector<uint8_t> pdu(l2cap::HEADER_SIZE);
    l2cap::EncodeHeader(static_cast<uint16_t>(payload.size()), cid, pdu.data());
    pdu.insert(pdu.end(), payload.begin(), payload.end());
    return pdu;
}

/// Octets of the input, zeros behind its end.
struct Input
{
    const uint8_t* data;
    std::size_t size;

    uint8_t Take()
    {
        if (size == 0)
        {
            return 0;
        }
        --size;
        return *data++;
    }

    std::vector<uint8_t> TakeSome()
    {
        const std::size_t length = std::min<std::size_t>(Take(), size);
        const std::vector<uint8_t> octets(data, data + length);
        data += length;
        size -= length;
        return octets;
    }
};

void
Step(Application& application, Input& input)
{
    switch (input.Take() % 14)
    {
    case 0:
        return application.bearer.Inject(input.TakeSome());
    case 1:
        return application.bearer.Inject(Framed(l2cap::CID_SIGNALLING, input.TakeSome()));
    case 2:
        return application.bearer.Inject(Framed(l2cap::CID_FIRST_DYNAMIC, input.TakeSome()));
    case 3:
        return application.bearer.Inject(Framed(l2cap::CID_ATT, input.TakeSome()));
    case 4:
        return application.bearer.Inject(Framed(l2cap::CID_FIRST_DYNAMIC + 1, input.TakeSome()));
    case 5:
        return application.Connect();
    case 6:
        return application.SendOnEach(2 * input.Take());
    case 7:
        return application.CloseFirst();
    case 8:
        return application.Notify(input.Take());
    case 9:
        return application.ExchangeMtu();
    case 10:
        return application.RequestParameters();
    case 11:
        return application.bearer.Acknowledge();
    case 12:
        Simulator::Stop(Seconds(1));
        return Simulator::Run();
    default:
        return application.SetEncrypted((input.Take() & 1) != 0);
    }
}

} // namespace

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    Input input{data, size};
    Application application((input.Take() & 1) != 0);
    for (int steps = 0; input.size > 0 && steps < 200; ++steps)
    {
        Step(application, input);
    }
    return 0;
}
