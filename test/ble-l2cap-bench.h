// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_TEST_BLE_L2CAP_BENCH_H
#define IOMT_TEST_BLE_L2CAP_BENCH_H

#include "ns3/ble-l2cap.h"
#include "ns3/simulator.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace iomt
{

/// A link without a radio: a PDU each millisecond, in order, and a memory of what was sent.
class WireBearer : public BleL2capBearer
{
  public:
    static void Join(WireBearer& a, WireBearer& b)
    {
        a.m_peer = &b;
        b.m_peer = &a;
    }

    void Send(Ptr<const Packet> pdu) override
    {
        m_queue.push_back(pdu);
        if (m_queue.size() == 1)
        {
            Simulator::Schedule(MilliSeconds(1), &WireBearer::Deliver, this);
        }
    }

    uint32_t GetQueued() const override
    {
        return m_queue.size();
    }

    void SetReceiveCallback(ReceiveCallback callback) override
    {
        m_receive = callback;
    }

    void SetSentCallback(SentCallback callback) override
    {
        m_sent = callback;
    }

    /// As if the peer had sent these octets.
    void Inject(const std::vector<uint8_t>& pdu)
    {
        m_receive(Create<Packet>(pdu.data(), pdu.size()));
    }

    std::vector<std::vector<uint8_t>> sent; ///< all PDUs so far

  private:
    void Deliver()
    {
        const Ptr<const Packet> pdu = m_queue.front();
        m_queue.erase(m_queue.begin());
        if (!m_queue.empty())
        {
            Simulator::Schedule(MilliSeconds(1), &WireBearer::Deliver, this);
        }
        std::vector<uint8_t> octets(pdu->GetSize());
        pdu->CopyData(octets.data(), octets.size());
        sent.push_back(octets);
        if (m_peer && !m_peer->m_receive.IsNull())
        {
            m_peer->m_receive(pdu->Copy());
        }
        if (!m_sent.IsNull())
        {
            m_sent();
        }
    }

    WireBearer* m_peer{nullptr};
    std::vector<Ptr<const Packet>> m_queue;
    ReceiveCallback m_receive;
    SentCallback m_sent;
};

/// L2CAP at both ends of a wire.
class L2capBench
{
  public:
    L2capBench()
    {
        WireBearer::Join(centralWire, peripheralWire);
        central->SetBearer(&centralWire, true);
        peripheral->SetBearer(&peripheralWire, false);
    }

    ~L2capBench()
    {
        central->Dispose();
        peripheral->Dispose();
        Simulator::Destroy();
    }

    /// A channel from the central to a service of the peripheral with `limits`, once it is open.
    void Open(const BleChannelLimits& own, const BleChannelLimits& peers)
    {
        peripheral->Listen(PSM, peers, false, MakeCallback(&L2capBench::Accepted, this));
        atCentral = central->Connect(PSM, own);
        atCentral->SetReceiveCallback(MakeCallback(&L2capBench::ReceivedByCentral, this));
        Simulator::Run();
    }

    /// Octets 0, 1, 2, …
    static std::vector<uint8_t> Octets(std::size_t size)
    {
        std::vector<uint8_t> octets(size);
        for (std::size_t i = 0; i < size; ++i)
        {
            octets[i] = static_cast<uint8_t>(i * 7 + i / 256);
        }
        return octets;
    }

    static Ptr<Packet> Sdu(std::size_t size)
    {
        const auto octets = Octets(size);
        return Create<Packet>(octets.data(), octets.size());
    }

    static std::vector<uint8_t> OctetsOf(Ptr<const Packet> packet)
    {
        std::vector<uint8_t> octets(packet->GetSize());
        packet->CopyData(octets.data(), octets.size());
        return octets;
    }

    static constexpr uint16_t PSM = 0x0080;

    WireBearer centralWire;
    WireBearer peripheralWire;
    Ptr<BleL2cap> central = CreateObject<BleL2cap>();
    Ptr<BleL2cap> peripheral = CreateObject<BleL2cap>();
    Ptr<BleCreditChannel> atCentral;
    Ptr<BleCreditChannel> atPeripheral;
    std::vector<Ptr<Packet>> receivedByCentral;
    std::vector<Ptr<Packet>> receivedByPeripheral;

  private:
    void Accepted(Ptr<BleCreditChannel> channel)
    {
        atPeripheral = channel;
        channel->SetReceiveCallback(MakeCallback(&L2capBench::ReceivedByPeripheral, this));
    }

    void ReceivedByCentral(Ptr<Packet> sdu)
    {
        receivedByCentral.push_back(sdu);
    }

    void ReceivedByPeripheral(Ptr<Packet> sdu)
    {
        receivedByPeripheral.push_back(sdu);
    }
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_TEST_BLE_L2CAP_BENCH_H
