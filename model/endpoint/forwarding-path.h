// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_FORWARDING_PATH_H
#define IOMT_FORWARDING_PATH_H

#include "ns3/ipv6-header.h"
#include "ns3/ipv6.h"
#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/packet.h"
#include "ns3/simple-ref-count.h"
#include "ns3/traced-callback.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{

class TrafficControlLayer;

namespace iomt
{

class ForwardingPath;

/**
 * @brief One datagram on its way through a node, waiting for a verdict.
 *
 * A hook ends its turn with Pass() or Drop(), at once or later; the first call counts, later ones
 * do nothing. A transit that is let go without a verdict is a silent loss, so a hook that queues
 * transits must drop what it cannot keep.
 */
class Transit : public SimpleRefCount<Transit>
{
  public:
    /// @return the datagram, IPv6 header included, as it came from the device
    Ptr<const Packet> GetPacket() const;
    /// @return the IPv6 header of the datagram
    const Ipv6Header& GetHeader() const;
    /// @return the device the datagram came in by
    Ptr<NetDevice> GetInDevice() const;
    /// @return the device the route leads out by; null when local or without a route
    Ptr<NetDevice> GetOutDevice() const;
    /// @return true if the datagram is for this node (one of its addresses, or multicast)
    bool IsLocal() const;
    /// @return when the datagram came from the device
    Time GetArrival() const;

    /// Hands the datagram to the next hook, or to IPv6 after the last one.
    void Pass();
    /**
     * @brief Ends the datagram's way here.
     * @param reason cause for the Drop trace, in few words
     */
    void Drop(const std::string& reason);
    /// @return the same datagram once more, waiting for a verdict of its own at the same hook
    Ptr<Transit> Again() const;

  private:
    friend class ForwardingPath;

    Ptr<ForwardingPath> m_path;
    Ptr<const Packet> m_packet;
    Ipv6Header m_header;
    Ptr<NetDevice> m_inDevice;
    Ptr<NetDevice> m_outDevice;
    Address m_from;
    Address m_to;
    NetDevice::PacketType m_packetType{NetDevice::PACKET_HOST};
    bool m_local{false};
    Time m_arrival;
    std::size_t m_nextHook{0}; ///< hooks passed so far
    bool m_waiting{false};     ///< a hook holds it and has not decided
};

/**
 * @brief Something every datagram that enters a node must get past: a filter, a processor queue.
 */
class ForwardingHook : public Object
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    /**
     * @brief Judges or delays a datagram.
     * @param transit ends with Transit::Pass or Transit::Drop, now or later
     */
    virtual void Handle(Ptr<Transit> transit) = 0;
};

/**
 * @brief The line of hooks between a node's devices and its IPv6.
 *
 *     NetDevice ─▶ [sane header?] ─▶ hook ─▶ hook ─▶ Ipv6L3Protocol (deliver or forward)
 *
 * It sits in front of IPv6 rather than being a routing protocol because ns-3 processes hop-by-hop
 * options and delivers local and multicast datagrams before it asks the routing protocol, so a
 * routing protocol cannot refuse them. Datagrams that ns-3 cannot parse (too short, not version 6,
 * payload length beyond the bytes, impossible addresses, unsound neighbour discovery) never reach
 * it. What the node itself sends is not seen.
 *
 * Note that ns-3 does not forward to 2001:db8::/32 (RFC 3849), whatever the hooks say.
 */
class ForwardingPath : public Object
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    /**
     * @brief Puts a forwarding path into a node that has an Internet stack.
     *
     * Interfaces added afterwards are taken when the simulation starts, or by Attach().
     * @param node the node
     * @return the node's forwarding path, the existing one if it has one already
     * @throws std::invalid_argument if the node has no IPv6 stack
     */
    static Ptr<ForwardingPath> Install(Ptr<Node> node);

    /**
     * @brief Adds a hook at the end of the line.
     * @param hook called for each datagram that passed the hooks before it
     */
    void AddHook(Ptr<ForwardingHook> hook);

    /// Takes the IPv6 interfaces added to the node since the last call.
    void Attach();

    /// @return datagrams that passed every hook
    uint64_t GetPassed() const;
    /// @return datagrams a hook or the sanity check dropped
    uint64_t GetDropped() const;

    /**
     * @brief Signature of the Drop trace.
     * @param packet the datagram with its IPv6 header
     * @param device the device it came in by
     * @param reason the cause
     */
    typedef void (*DropTracedCallback)(Ptr<const Packet> packet,
                                       Ptr<NetDevice> device,
                                       const std::string& reason);
    /**
     * @brief Signature of the Pass trace.
     * @param packet the datagram with its IPv6 header
     * @param inDevice the device it came in by
     * @param outDevice the device it leaves by, null if local
     */
    typedef void (*PassTracedCallback)(Ptr<const Packet> packet,
                                       Ptr<NetDevice> inDevice,
                                       Ptr<NetDevice> outDevice);

  protected:
    void DoInitialize() override;
    void DoDispose() override;

  private:
    friend class Transit;

    /// Node protocol handler; parameters as in Node::ProtocolHandler.
    void Receive(Ptr<NetDevice> device,
                 Ptr<const Packet> packet,
                 uint16_t protocol,
                 const Address& from,
                 const Address& to,
                 NetDevice::PacketType packetType);
    /// Whether ns-3's neighbour discovery can take the datagram.
    bool IsSoundForIpv6(const Transit& transit) const;
    /// Gives a transit to its next hook, or to IPv6.
    void Advance(Ptr<Transit> transit);
    /// Ends a transit.
    void Discard(const Transit& transit, const std::string& reason);

    Ptr<Node> m_node;
    Ptr<Ipv6> m_ipv6;
    Ptr<TrafficControlLayer> m_trafficControl;
    std::vector<Ptr<NetDevice>> m_attached;
    std::vector<Ptr<ForwardingHook>> m_hooks;
    uint64_t m_passed{0};
    uint64_t m_dropped{0};
    TracedCallback<Ptr<const Packet>, Ptr<NetDevice>, Ptr<NetDevice>> m_passTrace;
    TracedCallback<Ptr<const Packet>, Ptr<NetDevice>, const std::string&> m_dropTrace;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_FORWARDING_PATH_H
