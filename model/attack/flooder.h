// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_FLOODER_H
#define IOMT_FLOODER_H

#include "attack.h"

#include "ns3/mac48-address.h"
#include "ns3/random-variable-stream.h"

namespace ns3
{
namespace iomt
{

/**
 * @brief Sends UDP datagrams to the broker's port faster than it likes (`flooder`).
 *
 * It waits for one frame to the broker to pass, which tells it the Ethernet addresses to use, then
 * sends at `Rate`. With `Spoof` the source is a random address inside a site's prefix, else its
 * own. The payload is a NON PUT or GET of CoAP, or random octets.
 */
class Flooder : public Attack
{
  public:
    /**
     * @brief Get the type ID.
     * @return the TypeId
     */
    static TypeId GetTypeId();

    Flooder();

    nlohmann::json Harm() const override;

    /**
     * @param content "put", "get" or "random"
     * @return false, and nothing changed, for anything else
     */
    bool SetContent(std::string content);
    /// @return as SetContent takes it
    std::string GetContent() const;

  protected:
    std::vector<Option> Options() const override;
    void DoInstall() override;
    void DoStart() override;
    void DoStop() override;
    void DoDispose() override;
    int64_t DoAssignStreams(int64_t stream) override;

  private:
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
    /// @brief Send one datagram and plan the next.
    void Flood();
    /// @return the UDP payload of the next datagram
    Bytes MakePayload();
    /**
     * @brief Append random octets.
     * @param payload is made longer, never shorter
     * @param size it is to have [octets]
     */
    void Fill(Bytes& payload, std::size_t size);
    /// @return the IPv6 source of the next datagram
    Ipv6Address MakeSource();

    double m_rate{1000};                 //!< attribute [packets/s]
    uint32_t m_payloadSize{64};          //!< attribute [octets]
    bool m_spoof{true};                  //!< attribute
    std::string m_content{"put"};        //!< attribute
    Ptr<CsmaNetDevice> m_device;         //!< on the exchange LAN
    Ptr<UniformRandomVariable> m_random; //!< addresses, ports, payload
    bool m_learnt{false};                //!< whether the Ethernet addresses are known
    Mac48Address m_router;               //!< Ethernet address frames to the broker come from
    Mac48Address m_nextHop;              //!< Ethernet address frames to the broker go to
    uint8_t m_hopLimit{64};              //!< hop limit they have there
    uint64_t m_octets{0};                //!< IPv6 octets sent
    EventId m_event;                     //!< the next datagram
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_FLOODER_H
