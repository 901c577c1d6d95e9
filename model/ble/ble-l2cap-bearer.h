// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_L2CAP_BEARER_H
#define IOMT_BLE_L2CAP_BEARER_H

#include "ns3/callback.h"
#include "ns3/packet.h"

#include <cstdint>

namespace ns3
{
namespace iomt
{

/**
 * @brief What L2CAP asks of the link below it: whole PDUs, in order, none lost while it is open.
 *
 * This is the LE-U logical link of Core 5.4, Vol 3, Part A, 1.1. BleLink is one.
 */
class BleL2capBearer
{
  public:
    /// Told of each whole PDU that arrived, header included.
    using ReceiveCallback = Callback<void, Ptr<Packet>>;
    /// Told each time the peer has acknowledged a whole PDU.
    using SentCallback = Callback<void>;

    virtual ~BleL2capBearer() = default;

    /**
     * @brief Hand over a PDU. The queue has no bound: ask GetQueued() first.
     * @param pdu an L2CAP PDU with its header of four octets
     */
    virtual void Send(Ptr<const Packet> pdu) = 0;

    /// @return PDUs handed over that the peer has not acknowledged whole
    virtual uint32_t GetQueued() const = 0;

    /// @param callback told of what arrives
    virtual void SetReceiveCallback(ReceiveCallback callback) = 0;

    /// @param callback told of what was acknowledged
    virtual void SetSentCallback(SentCallback callback) = 0;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_L2CAP_BEARER_H
