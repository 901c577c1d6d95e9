// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_FRAME_FILTER_H
#define IOMT_FRAME_FILTER_H

#include "sixlowpan-frame-checker.h"

#include "ns3/net-device-container.h"
#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/nstime.h"
#include "ns3/traced-callback.h"

#include <cstdint>
#include <map>
#include <optional>

namespace ns3
{
namespace iomt
{

/**
 * @brief A network device that wraps another one and refuses malformed 6LoWPAN frames.
 *
 *     LrWpanNetDevice ─▶ FrameFilter ─▶ SixLowPanNetDevice
 *
 * ns-3's sixlowpan aborts the simulation on a forged fragment or an unknown header, so nothing may
 * reach it unchecked. Give the filters, not the radios, to SixLowPanHelper::Install; pcap stays
 * with the radios.
 *
 * What is sent goes through as it is, but for the number of a fragmented datagram: RFC 4944 section
 * 5.3 has the sender count datagram_tag up, while ns-3 draws it, so that before long two datagrams
 * have the same and whoever reads a capture puts the halves of both together.
 */
class FrameFilter : public NetDevice
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    /**
     * @brief Puts a filter on each device.
     * @param devices devices that are installed on their nodes
     * @return the filters, in the same order
     */
    static NetDeviceContainer Install(const NetDeviceContainer& devices);
    /**
     * @brief Puts a filter on a device.
     * @param device a device that is installed on its node
     * @return the filter, installed on the same node
     */
    static Ptr<FrameFilter> Install(Ptr<NetDevice> device);

    FrameFilter();

    /// @return the device underneath
    Ptr<NetDevice> GetInner() const;
    /// @return frames that came from the device underneath
    uint64_t GetReceived() const;
    /// @return frames refused
    uint64_t GetDropped() const;
    /// @return refused frames by cause; only causes that happened
    const std::map<FrameVerdict, uint64_t>& GetDrops() const;

    /**
     * @brief Signature of the Drop trace.
     * @param packet the frame's payload
     * @param from link-layer source
     * @param verdict the cause
     */
    typedef void (*DropTracedCallback)(Ptr<const Packet> packet,
                                       const Address& from,
                                       FrameVerdict verdict);

    void SetIfIndex(const uint32_t index) override;
    uint32_t GetIfIndex() const override;
    Ptr<Channel> GetChannel() const override;
    void SetAddress(Address address) override;
    Address GetAddress() const override;
    bool SetMtu(const uint16_t mtu) override;
    uint16_t GetMtu() const override;
    bool IsLinkUp() const override;
    void AddLinkChangeCallback(Callback<void> callback) override;
    bool IsBroadcast() const override;
    Address GetBroadcast() const override;
    bool IsMulticast() const override;
    Address GetMulticast(Ipv4Address multicastGroup) const override;
    Address GetMulticast(Ipv6Address addr) const override;
    bool IsBridge() const override;
    bool IsPointToPoint() const override;
    bool Send(Ptr<Packet> packet, const Address& dest, uint16_t protocolNumber) override;
    bool SendFrom(Ptr<Packet> packet,
                  const Address& source,
                  const Address& dest,
                  uint16_t protocolNumber) override;
    Ptr<Node> GetNode() const override;
    void SetNode(Ptr<Node> node) override;
    bool NeedsArp() const override;
    void SetReceiveCallback(NetDevice::ReceiveCallback cb) override;
    void SetPromiscReceiveCallback(NetDevice::PromiscReceiveCallback cb) override;
    bool SupportsSendFrom() const override;

  protected:
    void DoDispose() override;

  private:
    bool Receive(Ptr<NetDevice> device,
                 Ptr<const Packet> packet,
                 uint16_t protocol,
                 const Address& from);

    /// @param packet frame whose datagram_tag, if it has one, is replaced by the next in line
    void Number(Ptr<Packet> packet);

    Ptr<NetDevice> m_inner;
    uint16_t m_drawnTag{0}; ///< datagram_tag that sixlowpan gave the datagram now being sent
    uint16_t m_tag{0};      ///< datagram_tag it has on the wire
    Ptr<Node> m_node;
    uint32_t m_ifIndex{0};
    NetDevice::ReceiveCallback m_receive;
    uint16_t m_maxDatagrams{0};
    Time m_timeout;
    uint16_t m_contexts{0};
    std::optional<SixLowPanFrameChecker> m_checker; ///< made by the first frame
    uint64_t m_received{0};
    uint64_t m_dropped{0};
    std::map<FrameVerdict, uint64_t> m_drops;
    TracedCallback<Ptr<const Packet>, const Address&, FrameVerdict> m_dropTrace;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_FRAME_FILTER_H
