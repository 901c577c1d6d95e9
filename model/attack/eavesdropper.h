// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_EAVESDROPPER_H
#define IOMT_EAVESDROPPER_H

#include "attack.h"

namespace ns3
{
namespace iomt
{

/**
 * @brief Listens on the exchange LAN and tries to understand what it hears (`eavesdropper`).
 *
 * An attempt is a UDP/IPv6 datagram overheard. Understood is each SenML value it finds in the CoAP
 * payload as it stands on the wire, with no key at all. It sends nothing.
 */
class Eavesdropper : public Attack
{
  public:
    /**
     * @brief Get the type ID.
     * @return the TypeId
     */
    static TypeId GetTypeId();

    /**
     * @brief Signature of the trace source `Understood`.
     * @param name of the SenML record, base name included
     * @param value of the record in its SenML unit; NaN where it is not a number but octets or text
     */
    typedef void (*UnderstoodCallback)(const std::string& name, double value);

    nlohmann::json Harm() const override;

    /// @return datagrams whose payload was a reading it could decode
    uint64_t GetUnderstood() const;

  protected:
    void DoInstall() override;

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

    uint64_t m_octets{0};                                         //!< UDP payload overheard
    uint64_t m_understood{0};                                     //!< readings decoded
    uint64_t m_values{0};                                         //!< SenML values in them
    TracedCallback<const std::string&, double> m_understoodTrace; //!< trace source
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_EAVESDROPPER_H
