// SPDX-License-Identifier: GPL-2.0-only

#include "ble-access-address.h"

#include <bitset>

namespace ns3
{
namespace iomt
{

namespace
{

/// @return how often a bit differs from its neighbour within the lowest bits of a value
std::size_t
Transitions(uint32_t value, int bits)
{
    const uint32_t within = (UINT32_C(1) << (bits - 1)) - 1;
    return std::bitset<32>((value ^ value >> 1) & within).count();
}

/// @return true if seven neighbours are ones
bool
HasSevenOnes(uint32_t value)
{
    const uint32_t pairs = value & value >> 1;
    const uint32_t fours = pairs & pairs >> 2;
    return (fours & pairs >> 4 & value >> 6) != 0;
}

} // namespace

uint8_t
BleAccessAddressDistance(uint32_t accessAddress, uint32_t reference)
{
    return static_cast<uint8_t>(std::bitset<32>(accessAddress ^ reference).count());
}

bool
IsValidBleAccessAddress(uint32_t accessAddress)
{
    // "not be the advertising access address, nor differ from it by only one bit"
    if (BleAccessAddressDistance(accessAddress, ble::ADVERTISING_ACCESS_ADDRESS) <= 1)
    {
        return false;
    }
    // "no more than six consecutive zeros or ones"
    // The shifted-in zeros of the complement are no neighbours of anything: they end a row of ones.
    if (HasSevenOnes(accessAddress) || HasSevenOnes(~accessAddress))
    {
        return false;
    }
    // "not have all four octets equal"
    if (accessAddress == (accessAddress & 0xFF) * UINT32_C(0x01010101))
    {
        return false;
    }
    // "no more than 24 transitions", "a minimum of two in the most significant six bits"
    if (Transitions(accessAddress, 32) > 24 || Transitions(accessAddress >> 26, 6) < 2)
    {
        return false;
    }
    // LE Coded: "at least three ones in the least significant 8 bits", "no more than eleven
    // transitions in the least significant 16 bits"
    return std::bitset<8>(accessAddress & 0xFF).count() >= 3 &&
           Transitions(accessAddress & 0xFFFF, 16) <= 11;
}

uint32_t
DrawBleAccessAddress(const std::function<uint32_t()>& draw)
{
    uint32_t accessAddress = draw();
    while (!IsValidBleAccessAddress(accessAddress))
    {
        accessAddress = draw();
    }
    return accessAddress;
}

} // namespace iomt
} // namespace ns3
