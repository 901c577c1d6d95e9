// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_PCAP_H
#define IOMT_BLE_PCAP_H

#include "ble-phy-mode.h"

#include "ns3/bytes.h"
#include "ns3/nstime.h"
#include "ns3/pcap-file-wrapper.h"
#include "ns3/ptr.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace ns3
{
namespace iomt
{

/// Link type of these files: LINKTYPE_BLUETOOTH_LE_LL_WITH_PHDR (www.tcpdump.org/linktypes).
constexpr uint32_t BLE_PCAP_LINK_TYPE = 256;

/// What a sniffer knows of a packet beside its octets.
struct BlePcapPacket
{
    /// Who sent it.
    enum Direction
    {
        ADVERTISING,
        UNKNOWN,               ///< a data PDU, of either
        CENTRAL_TO_PERIPHERAL, ///< a data PDU
        PERIPHERAL_TO_CENTRAL, ///< a data PDU
    };

    uint8_t channel{37};                ///< channel index, 0–39
    BlePhyMode mode{BlePhyMode::LE_1M}; ///< PHY
    uint32_t accessAddress{0};          ///< as received
    Direction direction{UNKNOWN};
    std::optional<double> signalDbm; ///< power at the antenna
    std::optional<double> noiseDbm;  ///< power of noise at the antenna
    std::optional<bool> crcValid;    ///< nothing: it was not checked
    std::optional<bool> micValid;    ///< nothing: it was not checked
    bool decrypted{false};           ///< the octets are plain text of an encrypted PDU
};

/**
 * @brief A packet as the file has it: radio pseudo header, access address, coding indicator (LE
 * Coded only), PDU.
 * @param packet what is known of it
 * @param pdu header, payload, MIC if it has one, CRC; dewhitened
 * @param size octets of these
 */
Bytes EncodeBlePcap(const BlePcapPacket& packet, const uint8_t* pdu, std::size_t size);

/**
 * @brief Open a file for packets of EncodeBlePcap().
 * @param fileName where; an existing file is overwritten
 * @return a file that Write() can be called on; its Fail() tells whether it could be opened
 */
Ptr<PcapFileWrapper> OpenBlePcap(const std::string& fileName);

/**
 * @brief Write one packet.
 * @param file from OpenBlePcap(), or PcapHelper::CreateFile with BLE_PCAP_LINK_TYPE
 * @param start time of its first bit
 * @param packet what is known of it
 * @param pdu header, payload, MIC if it has one, CRC; dewhitened
 * @param size octets of these
 */
void WriteBlePcap(const Ptr<PcapFileWrapper>& file,
                  Time start,
                  const BlePcapPacket& packet,
                  const uint8_t* pdu,
                  std::size_t size);

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_PCAP_H
