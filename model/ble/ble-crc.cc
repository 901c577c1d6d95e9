// SPDX-License-Identifier: GPL-2.0-only

#include "ble-crc.h"

#include "ble-constants.h"

#include <array>

namespace ns3
{
namespace iomt
{

namespace
{

/// The polynomial for a register that shifts towards its least significant bit, where the
/// specification's position 23 is: x^10 of 0x00065B is then bit 13.
constexpr uint32_t REFLECTED_POLYNOMIAL = 0xDA6000;

using Table = std::array<uint32_t, 256>;

/// Element k takes an octet k octets before the end of a group of four: 4 KiB, four octets a step.
constexpr std::array<Table, 4>
MakeTables()
{
    std::array<Table, 4> tables{};
    for (uint32_t octet = 0; octet < 256; ++octet)
    {
        uint32_t crc = octet;
        for (int bit = 0; bit < 8; ++bit)
        {
            crc = crc >> 1 ^ ((crc & 1) != 0 ? REFLECTED_POLYNOMIAL : 0);
        }
        tables[0][octet] = crc;
    }
    for (std::size_t k = 1; k < tables.size(); ++k)
    {
        for (uint32_t octet = 0; octet < 256; ++octet)
        {
            const uint32_t before = tables[k - 1][octet];
            tables[k][octet] = before >> 8 ^ tables[0][before & 0xFF];
        }
    }
    return tables;
}

constexpr std::array<Table, 4> TABLES = MakeTables();

/// CRCInit is given with its least significant bit in position 0 of the register (Figure 3.3).
uint32_t
Reflect24(uint32_t value)
{
    value = (value & 0xF0F0F0) >> 4 | (value & 0x0F0F0F) << 4;
    value = (value & 0xCCCCCC) >> 2 | (value & 0x333333) << 2;
    value = (value & 0xAAAAAA) >> 1 | (value & 0x555555) << 1;
    return (value & 0xFF) << 16 | (value & 0xFF00) | (value >> 16 & 0xFF);
}

} // namespace

uint32_t
BleCrc24(uint32_t init, const uint8_t* data, std::size_t size)
{
    uint32_t crc = Reflect24(init);
    for (; size >= 4; size -= 4, data += 4)
    {
        crc = TABLES[3][(crc ^ data[0]) & 0xFF] ^ TABLES[2][(crc >> 8 ^ data[1]) & 0xFF] ^
              TABLES[1][(crc >> 16 ^ data[2]) & 0xFF] ^ TABLES[0][data[3]];
    }
    for (; size > 0; --size, ++data)
    {
        crc = crc >> 8 ^ TABLES[0][(crc ^ *data) & 0xFF];
    }
    return crc;
}

bool
BleCheckCrc(uint32_t init, const uint8_t* pdu, std::size_t size)
{
    if (size < ble::CRC_SIZE)
    {
        return false;
    }
    const uint8_t* sent = pdu + size - ble::CRC_SIZE;
    return BleCrc24(init, pdu, size - ble::CRC_SIZE) ==
           (sent[0] | static_cast<uint32_t>(sent[1]) << 8 | static_cast<uint32_t>(sent[2]) << 16);
}

} // namespace iomt
} // namespace ns3
