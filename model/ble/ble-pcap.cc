// SPDX-License-Identifier: GPL-2.0-only

#include "ble-pcap.h"

#include "ble-access-address.h"
#include "ble-channel-map.h"
#include "ble-octets.h"

#include "ns3/boolean.h"

#include <algorithm>
#include <cmath>
#include <ios>

namespace ns3
{
namespace iomt
{

namespace
{

// Flags of the pseudo header (www.tcpdump.org/linktypes/LINKTYPE_BLUETOOTH_LE_LL_WITH_PHDR.html).
constexpr uint16_t DEWHITENED = 0x0001;
constexpr uint16_t SIGNAL_POWER_VALID = 0x0002;
constexpr uint16_t NOISE_POWER_VALID = 0x0004;
constexpr uint16_t DECRYPTED = 0x0008;
constexpr uint16_t REFERENCE_ACCESS_ADDRESS_VALID = 0x0010;
constexpr uint16_t ACCESS_ADDRESS_OFFENSES_VALID = 0x0020;
constexpr uint16_t CRC_CHECKED = 0x0400;
constexpr uint16_t CRC_PASSED = 0x0800;
constexpr uint16_t MIC_CHECKED = 0x1000;
constexpr uint16_t MIC_PASSED = 0x2000;
constexpr int PDU_TYPE_SHIFT = 7;
constexpr int PHY_SHIFT = 14;

constexpr std::size_t PSEUDO_HEADER_SIZE = 10;

uint16_t
PduType(BlePcapPacket::Direction direction)
{
    switch (direction)
    {
    case BlePcapPacket::CENTRAL_TO_PERIPHERAL:
        return 2;
    case BlePcapPacket::PERIPHERAL_TO_CENTRAL:
        return 3;
    default:
        return 0;
    }
}

uint16_t
Phy(BlePhyMode mode)
{
    return IsBleCoded(mode) ? 2 : mode == BlePhyMode::LE_2M ? 1 : 0;
}

/// Whole decibels in an octet; without a value 0, which a flag says to pass over.
uint8_t
Power(const std::optional<double>& dbm)
{
    return static_cast<uint8_t>(
        static_cast<int8_t>(std::lround(std::clamp(dbm.value_or(0), -128.0, 127.0))));
}

uint16_t
Flags(const BlePcapPacket& packet)
{
    uint16_t flags = DEWHITENED | REFERENCE_ACCESS_ADDRESS_VALID | ACCESS_ADDRESS_OFFENSES_VALID;
    flags |= packet.signalDbm ? SIGNAL_POWER_VALID : 0;
    flags |= packet.noiseDbm ? NOISE_POWER_VALID : 0;
    flags |= packet.decrypted ? DECRYPTED : 0;
    flags |= PduType(packet.direction) << PDU_TYPE_SHIFT;
    flags |= packet.crcValid ? CRC_CHECKED : 0;
    flags |= packet.crcValid.value_or(false) ? CRC_PASSED : 0;
    flags |= packet.micValid ? MIC_CHECKED : 0;
    flags |= packet.micValid.value_or(false) ? MIC_PASSED : 0;
    flags |= Phy(packet.mode) << PHY_SHIFT;
    return flags;
}

} // namespace

Bytes
EncodeBlePcap(const BlePcapPacket& packet, const uint8_t* pdu, std::size_t size)
{
    const uint32_t reference = packet.direction == BlePcapPacket::ADVERTISING
                                   ? ble::ADVERTISING_ACCESS_ADDRESS
                                   : packet.accessAddress;
    Bytes out;
    out.reserve(PSEUDO_HEADER_SIZE + ble::ACCESS_ADDRESS_SIZE + 1 + size);
    out.push_back(BleRfChannel(packet.channel));
    out.push_back(Power(packet.signalDbm));
    out.push_back(Power(packet.noiseDbm));
    out.push_back(BleAccessAddressDistance(packet.accessAddress, reference));
    AppendBleField(out, reference, 4);
    AppendBleField(out, Flags(packet), 2);
    AppendBleField(out, packet.accessAddress, ble::ACCESS_ADDRESS_SIZE);
    if (IsBleCoded(packet.mode))
    {
        // Coding Indicator (Vol 6, Part B, 2.2.3): 0 is S=8, 1 is S=2
        out.push_back(packet.mode == BlePhyMode::LE_CODED_S2 ? 1 : 0);
    }
    out.insert(out.end(), pdu, pdu + size);
    return out;
}

Ptr<PcapFileWrapper>
OpenBlePcap(const std::string& fileName)
{
    auto file = CreateObject<PcapFileWrapper>();
    // Clocks drift by less than a microsecond an event.
    file->SetAttribute("NanosecMode", BooleanValue(true));
    file->Open(fileName, std::ios::out | std::ios::binary);
    if (!file->Fail())
    {
        file->Init(BLE_PCAP_LINK_TYPE);
    }
    return file;
}

void
WriteBlePcap(const Ptr<PcapFileWrapper>& file,
             Time start,
             const BlePcapPacket& packet,
             const uint8_t* pdu,
             std::size_t size)
{
    const Bytes octets = EncodeBlePcap(packet, pdu, size);
    file->Write(start, octets.data(), static_cast<uint32_t>(octets.size()));
}

} // namespace iomt
} // namespace ns3
