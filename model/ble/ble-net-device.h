// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_NET_DEVICE_H
#define IOMT_BLE_NET_DEVICE_H

#include "ble-credit-channel.h"

#include "ns3/mac48-address.h"
#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/traced-callback.h"

#include <cstdint>
#include <map>

namespace ns3
{
namespace iomt
{

class BleConnection;
class BleHost;
class BleLinkLayer;
class BleRadio;

/// Why a packet was not sent.
enum class BleDropCause : uint8_t
{
    NO_LINK,        ///< nobody, or not the addressee, is connected
    QUEUE_FULL,     ///< the queue of the link is
    TOO_LONG,       ///< longer than the MTU of either end
    WRONG_PROTOCOL, ///< neither 6LoWPAN nor, as sixlowpan of ns-3 may say, IPv6
    LINK_LOST,      ///< it was queued when the link ended
};

/// @param cause a cause @return its name in the words of a table: "queue full"
const char* ToString(BleDropCause cause);

/**
 * @brief IPv6 over Bluetooth Low Energy (RFC 7668) as ns-3 sees it, below a SixLowPanNetDevice.
 *
 *     Ipv6 ─ SixLowPanNetDevice ─ BleNetDevice ─┬─ IPSP channel ─ BleL2cap ─ BleLink ┐
 *                                               ├─ IPSP channel ─ BleL2cap ─ BleLink ┼─ BleRadio
 *                                               └─ …                                 ┘
 *
 * A link is usable once its credit-based channel of PSM 0x0023 is open; the central opens it.
 * Unicasts go to the link of their addressee; a multicast is copied to each link (RFC 7668, 3.2.5:
 * there is no multicast in BLE).
 *
 * **Addresses.** RFC 7668, 3.2.2 makes the interface identifier of the device address with FFFE
 * put into its middle, and leaves the universal/local bit alone. ns-3 derives it so from a Mac64
 * address, but takes the padding after one in a neighbour discovery option for part of it (3.35
 * to 3.48: memory is overwritten, or the simulation aborts). From a Mac48 address it derives the
 * identifier with that bit turned. So this device presents to ns-3 the device address with the bit
 * turned, as a Mac48 address: the identifier comes out right, discovery works, and only the octets
 * of the link-layer address option differ, in that bit, from those of a real device.
 */
class BleNetDevice : public NetDevice
{
  public:
    static constexpr uint16_t MINIMUM_MTU = 1280; ///< RFC 8200, 5; RFC 7668, 2.4 [B]
    static constexpr uint16_t PROTOCOL = 0xa0ed;  ///< 6LoWPAN (RFC 7973)

    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    BleNetDevice();
    ~BleNetDevice() override;

    /**
     * @brief The address ns-3 knows a device by; its own inverse.
     * @param address device address, or what ns-3 knows it by
     * @return the same with the universal/local bit turned
     */
    static Mac48Address Turned(Mac48Address address);

    /// @param host of this device, with its controller
    void SetHost(Ptr<BleHost> host);
    /// @return the host
    Ptr<BleHost> GetHost() const;
    /// @return the controller
    Ptr<BleLinkLayer> GetLinkLayer() const;
    /// @return the radio
    Ptr<BleRadio> GetRadio() const;
    /// @return the device address (not turned)
    Mac48Address GetDeviceAddress() const;

    /// @return links that carry IPv6
    uint32_t GetNLinks() const;
    /// @param peer device address @return the channel that carries IPv6 to it, or null
    Ptr<BleCreditChannel> GetChannelTo(Mac48Address peer) const;
    /// @return packets that were not sent, by cause; only causes that happened
    const std::map<BleDropCause, uint64_t>& GetDrops() const;

    /// @param packet not sent @param cause why
    typedef void (*DropTracedCallback)(Ptr<const Packet> packet, BleDropCause cause);
    /// @param peer device address @param up whether IPv6 can be sent to it from now on
    typedef void (*PeerTracedCallback)(Mac48Address peer, bool up);

    void SetIfIndex(const uint32_t index) override;
    uint32_t GetIfIndex() const override;
    Ptr<Channel> GetChannel() const override;
    /// @param address as GetAddress() returns it; before the simulation starts
    void SetAddress(Address address) override;
    /// @return the device address with the universal/local bit turned
    Address GetAddress() const override;
    /// @param mtu 1280 at least (RFC 7668, 2.4) @return false if it is less: nothing changes
    bool SetMtu(const uint16_t mtu) override;
    uint16_t GetMtu() const override;
    /// @return whether any link carries IPv6
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
    void DoInitialize() override;
    void DoDispose() override;

  private:
    void ConnectionOpened(Ptr<BleConnection> connection);
    void ConnectionReady(Ptr<BleConnection> connection);
    void OpenChannel(Ptr<BleConnection> connection);
    void ChannelAccepted(Mac48Address peer, Ptr<BleCreditChannel> channel);
    void ChannelChanged(Mac48Address peer, Ptr<BleCreditChannel> channel);
    void ChannelOpened(Mac48Address peer, Ptr<BleCreditChannel> channel);
    void ChannelClosed(Mac48Address peer, Ptr<BleCreditChannel> channel);
    void Receive(Mac48Address peer, Ptr<Packet> packet);
    bool SendTo(Ptr<BleCreditChannel> channel, Ptr<const Packet> packet);
    void Drop(Ptr<const Packet> packet, BleDropCause cause);
    BleChannelLimits Limits() const;

    Ptr<BleHost> m_host;
    Ptr<Node> m_node;
    uint32_t m_ifIndex{0};
    uint16_t m_mtu{MINIMUM_MTU};
    uint16_t m_mps{0};
    uint16_t m_credits{0};
    uint32_t m_queueLimit{0};
    bool m_ipsp{true};
    std::map<Mac48Address, Ptr<BleCreditChannel>> m_channels; ///< open, by turned address
    std::map<BleDropCause, uint64_t> m_drops;
    NetDevice::ReceiveCallback m_receive;
    NetDevice::PromiscReceiveCallback m_promiscReceive;
    TracedCallback<> m_linkChanges;
    TracedCallback<Ptr<const Packet>> m_macTxTrace;
    TracedCallback<Ptr<const Packet>> m_macTxDropTrace;
    TracedCallback<Ptr<const Packet>> m_macRxTrace;
    TracedCallback<Ptr<const Packet>> m_macPromiscRxTrace;
    TracedCallback<Ptr<const Packet>, BleDropCause> m_dropTrace;
    TracedCallback<Mac48Address, bool> m_peerTrace;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_NET_DEVICE_H
