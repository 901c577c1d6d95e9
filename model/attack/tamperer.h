// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_TAMPERER_H
#define IOMT_TAMPERER_H

#include "attack.h"
#include "datagram.h"

#include "ns3/random-variable-stream.h"

#include <map>

namespace ns3
{
namespace iomt
{

/**
 * @brief A bump in the wire that changes readings on their way to the broker (`tamperer`).
 *
 *     exchange ══[device]  Tamperer  [device]══ inner
 *
 * It joins two Ethernet segments and is invisible on both: frames go on with their own addresses.
 * While it acts, a CoAP PUT or POST of a patient's reading to the broker is changed: where the
 * payload is SenML in the clear, the values named in `Values` are replaced; where it is anything
 * else, one bit of it is flipped, which is all that remains to be done to a sealed one. The message
 * stays valid CoAP with a matching checksum. All else, and everything while it does not act, goes
 * on octet by octet.
 */
class Tamperer : public Attack
{
  public:
    /**
     * @brief Get the type ID.
     * @return the TypeId
     */
    static TypeId GetTypeId();

    Tamperer();

    bool IsInline() const override;
    nlohmann::json Harm() const override;

    /**
     * @brief Set what is to be put into readings.
     * @param values name=value, separated by spaces, in the unit of results; a record is meant
     * whose name is the given one or ends in it after a '/' or ':'
     * @return false, and nothing changed, if the text cannot be read
     */
    bool SetValues(std::string values);
    /// @return as SetValues takes it
    std::string GetValues() const;

  protected:
    std::vector<Option> Options() const override;
    void DoInstall() override;
    void DoDispose() override;
    int64_t DoAssignStreams(int64_t stream) override;

  private:
    /**
     * @brief Pass one frame on; the parameters are those of NetDevice::PromiscReceiveCallback.
     * @param device that heard it
     * @param packet the frame's payload
     * @param protocol EtherType
     * @param source Ethernet source address
     * @param destination Ethernet destination address
     * @param type of the destination
     * @return true
     */
    bool PassOn(Ptr<NetDevice> device,
                Ptr<const Packet> packet,
                uint16_t protocol,
                const Address& source,
                const Address& destination,
                NetDevice::PacketType type);
    /**
     * @param packet the frame's payload
     * @return what to send in its place; null for the packet itself
     */
    Ptr<Packet> Change(Ptr<const Packet> packet);
    /**
     * @brief Replace values of a SenML pack.
     * @param body a CoAP payload, changed if there was a value to replace
     * @return whether it is SenML in the clear
     */
    bool Rewrite(Bytes& body);

    double m_share{1};                      //!< attribute
    std::map<std::string, double> m_values; //!< attribute
    Ptr<CsmaNetDevice> m_outer;             //!< on the exchange LAN
    Ptr<CsmaNetDevice> m_inner;             //!< on the segment beyond
    Ptr<UniformRandomVariable> m_random;    //!< which datagrams, which bits
    uint64_t m_forwarded{0};                //!< frames passed on, changed or not
    uint64_t m_rewritten{0};                //!< readings with values replaced
    uint64_t m_flipped{0};                  //!< payloads with a bit flipped
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_TAMPERER_H
