// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_REPLAYER_H
#define IOMT_REPLAYER_H

#include "attack.h"
#include "datagram.h"

#include "ns3/mac48-address.h"
#include "ns3/random-variable-stream.h"

#include <deque>
#include <set>

namespace ns3
{
namespace iomt
{

/**
 * @brief Keeps what is published to the broker and sends it again later (`replayer`).
 *
 * Each CoAP PUT or POST of a patient's reading to the broker is sent once more after `Delay`, from
 * the sender's Ethernet and IPv6 address and port. Message ID and token are new, since the broker
 * would drop a message ID it has seen (RFC 7252, section 4.5); the UDP checksum is made to fit. All
 * the rest, hence the object protection, is as it was captured.
 */
class Replayer : public Attack
{
  public:
    /**
     * @brief Get the type ID.
     * @return the TypeId
     */
    static TypeId GetTypeId();

    Replayer();

    bool KeepsContent() const override;
    nlohmann::json Harm() const override;

  protected:
    std::vector<Option> Options() const override;
    void DoInstall() override;
    void DoStop() override;
    void DoDispose() override;
    int64_t DoAssignStreams(int64_t stream) override;

  private:
    /// A datagram to be sent again.
    struct Capture
    {
        Datagram datagram;          //!< as captured
        Mac48Address source;        //!< Ethernet address it came from
        Mac48Address destination;   //!< Ethernet address it went to
        Ptr<const Packet> original; //!< for ground truth only
    };

    /**
     * @brief Listen to one frame; the parameters are those of NetDevice::PromiscReceiveCallback.
     * @param device that heard it
     * @param packet the frame's payload
     * @param protocol EtherType
     * @param source Ethernet source address
     * @param destination Ethernet destination address
     * @param type of the destination
     * @return true
     */
    bool Hear(Ptr<NetDevice> device,
              Ptr<const Packet> packet,
              uint16_t protocol,
              const Address& source,
              const Address& destination,
              NetDevice::PacketType type);
    /// @brief Send the oldest capture again.
    void Replay();
    /**
     * @param datagram heard
     * @return whether its CoAP message, but for message ID and token, was heard not long ago
     */
    bool IsKnown(const Datagram& datagram);

    Time m_delay;                        //!< attribute
    Ptr<CsmaNetDevice> m_device;         //!< on the exchange LAN
    Ptr<UniformRandomVariable> m_random; //!< message IDs and tokens
    double m_share{1};                   //!< attribute
    std::deque<Capture> m_captures;      //!< oldest first
    std::deque<EventId> m_events;        //!< one a capture
    std::set<uint64_t> m_known;          //!< digests of what was captured
    std::deque<uint64_t> m_knownOrder;   //!< the same, oldest first
    uint64_t m_captured{0};              //!< datagrams taken
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_REPLAYER_H
