// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_ATTACK_H
#define IOMT_ATTACK_H

#include "attack-kind.h"
#include "datagram.h"

#include "ns3/csma-channel.h"
#include "ns3/csma-net-device.h"
#include "ns3/event-id.h"
#include "ns3/ipv6-address.h"
#include "ns3/net-device-container.h"
#include "ns3/node.h"
#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/options.h"
#include "ns3/packet.h"
#include "ns3/traced-callback.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace iomt
{

/**
 * @brief What an attacker on the exchange LAN finds there or can know beforehand.
 *
 * Ethernet addresses are missing on purpose: they are learnt from frames that pass.
 */
struct AttackEnvironment
{
    Ptr<CsmaChannel> exchange; //!< the segment the attacker got onto (an inline one: its outer end)
    Ptr<CsmaChannel> inner;    //!< the other segment, which only an inline attacker joins to it
    Ipv6Address broker;        //!< where readings are published
    uint16_t port{5683};       //!< the broker's CoAP port (RFC 7252, section 6.1)
    Ipv6Address ownAddress;    //!< a free address on the exchange LAN
    std::vector<std::pair<Ipv6Address, Ipv6Prefix>> sites; //!< networks to claim to come from
};

/**
 * @brief An adversary with a node of its own that sees and sends octets, never what made them.
 *
 *     Create ─▶ Configure ─▶ Install ─▶ Initialize (by the node) ─▶ Start … Stop
 *               options      tap LAN    plan Start and Stop         hooks DoStart, DoStop
 *
 * The node has Ethernet devices and no protocol stack. A child taps what it needs in DoInstall(),
 * acts on the frames it is given, marks each packet it makes or changes with Provenance and reports
 * it to Attempt(). Whether an attempt succeeded is for measure/ to judge.
 */
class Attack : public Object
{
  public:
    /**
     * @brief Get the type ID.
     * @return the TypeId
     */
    static TypeId GetTypeId();

    /**
     * @brief Signature of the trace source `Attempted`.
     * @param packet the packet forged, changed, replayed or overheard, from the IPv6 header on
     */
    typedef void (*AttemptedCallback)(Ptr<const Packet> packet);

    /**
     * @brief Make an attack by the name of its kind.
     * @param kind one of Registry<AttackKind>::Get().Names()
     * @return the attack, attributes at their defaults
     * @throws std::invalid_argument that names the kinds there are
     */
    static Ptr<Attack> Create(const std::string& kind);

    /**
     * @brief Set attributes from a scenario.
     * @param options an object with `name`, `kind`, `start_s`, `stop_s` and the kind's own keys;
     *        null leaves the default
     * @throws std::invalid_argument naming the key, what was found and what is allowed
     */
    void Configure(const nlohmann::json& options);

    /**
     * @brief Put the attacker where it acts. Once, before the simulation starts.
     * @param environment what it finds there
     * @throws std::invalid_argument if a segment it needs is missing
     */
    void Install(const AttackEnvironment& environment);

    /// @return whether it sits in the line between `exchange` and `inner`, and needs both
    virtual bool IsInline() const;

    /**
     * @return whether what it sends says, octet for octet, what a genuine sender said. Such a message
     *         harms only where it is taken a second time.
     */
    virtual bool KeepsContent() const;
    /// @brief Begin to act now; planned at `Start`. Nothing happens if it is already acting.
    void Start();
    /// @brief Cease to act now; planned at `Stop`. Nothing happens if it is not acting.
    void Stop();
    /// @return whether it is between Start and Stop
    bool IsActive() const;

    /**
     * @brief Fix the random streams; call it after Install.
     * @param stream first stream index to use
     * @return how many were used
     */
    int64_t AssignStreams(int64_t stream);

    /// @return the number Provenance::MarkAttack notes on this attack's packets, 0 for none
    uint32_t GetAttackId() const;
    /// @param id the number, unique among attacks and not 0 (attribute AttackId)
    void SetAttackId(uint32_t id);
    /// @return the scenario's name of this attack
    const std::string& GetName() const;
    /// @return packets forged, changed, replayed or overheard so far
    uint64_t GetAttempted() const;

    /**
     * @brief What only the attacker can count, for `harm` in the results.
     * @return an object of figures with a unit in their names, or plain counts
     */
    virtual nlohmann::json Harm() const;

    /// @return the attacker's node; null if it needs none or before Install
    Ptr<Node> GetNode() const;
    /// @return its Ethernet devices, for pcap
    const NetDeviceContainer& GetDevices() const;

  protected:
    /// @return the kind's own keys
    virtual std::vector<Option> Options() const;
    /// @brief Tap the segments this kind needs.
    virtual void DoInstall();
    /// @brief Begin to act.
    virtual void DoStart();
    /// @brief Cease to act; nothing may be left planned.
    virtual void DoStop();
    /**
     * @param stream first stream index to use
     * @return how many the kind's own random variables used
     */
    virtual int64_t DoAssignStreams(int64_t stream);

    void DoInitialize() override;
    void DoDispose() override;

    /**
     * @brief Attach the attacker's node to a segment and hear every frame on it.
     * @param segment the segment
     * @param hear called with each frame's payload; null to hear nothing
     * @return the device to send with
     */
    Ptr<CsmaNetDevice> Tap(Ptr<CsmaChannel> segment, NetDevice::PromiscReceiveCallback hear);

    /**
     * @brief Read a frame as it was heard.
     * @param packet the frame's payload
     * @param protocol its EtherType
     * @return the UDP/IPv6 datagram in it, if it is one
     */
    static std::optional<Datagram> Read(Ptr<const Packet> packet, uint16_t protocol);

    /**
     * @param datagram heard
     * @return its CoAP message if that publishes a patient's reading to the broker (PUT or POST
     *         below PATIENT_TOPICS)
     */
    std::optional<CoapView> AsReading(const Datagram& datagram) const;

    /**
     * @brief Make a packet to be sent, marked as this attack's for the judge.
     * @param datagram what it is to hold
     * @param original the packet it is made from, null if from none
     * @return the packet, from the IPv6 header on
     */
    Ptr<Packet> Write(const Datagram& datagram, Ptr<const Packet> original) const;

    /**
     * @brief Count an attempt and fire the trace source; call it before the packet is sent.
     * @param packet from the IPv6 header on
     */
    void Attempt(Ptr<const Packet> packet);

    /// EtherType of IPv6 (RFC 2464, section 3).
    static constexpr uint16_t ETHERTYPE_IPV6 = 0x86dd;
    /// How topics of patients' readings begin; as public as the broker's address.
    static constexpr const char* PATIENT_TOPICS = "ps/p";

    /// @return what Install was given
    const AttackEnvironment& GetEnvironment() const;

  private:
    AttackEnvironment m_environment;                    //!< what Install was given
    std::string m_name;                                 //!< the scenario's name
    uint32_t m_attackId{0};                             //!< for the judge
    Time m_start;                                       //!< attribute
    Time m_stop;                                        //!< attribute
    bool m_active{false};                               //!< between Start and Stop
    uint64_t m_attempted{0};                            //!< calls of Attempt
    Ptr<Node> m_node;                                   //!< made by the first Tap
    NetDeviceContainer m_devices;                       //!< one a Tap
    EventId m_startEvent;                               //!< planned Start
    EventId m_stopEvent;                                //!< planned Stop
    TracedCallback<Ptr<const Packet>> m_attemptedTrace; //!< trace source
};

/// @brief Enters a kind of attack into Registry<AttackKind>; T needs a GetTypeId.
template <typename T>
class AttackKindOf : public AttackKind
{
  public:
    Ptr<Attack> Make() const override
    {
        return CreateObject<T>();
    }
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_ATTACK_H
