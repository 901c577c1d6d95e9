// SPDX-License-Identifier: GPL-2.0-only

#include "neighbour-discovery.h"

namespace ns3
{
namespace iomt
{

namespace
{

constexpr uint8_t ROUTER_SOLICITATION = 133;     // RFC 4861 section 4.1
constexpr uint8_t ROUTER_ADVERTISEMENT = 134;    // RFC 4861 section 4.2
constexpr uint8_t NEIGHBOUR_SOLICITATION = 135;  // RFC 4861 section 4.3
constexpr uint8_t NEIGHBOUR_ADVERTISEMENT = 136; // RFC 4861 section 4.4
constexpr uint8_t REDIRECT = 137;                // RFC 4861 section 4.5

constexpr uint8_t SOURCE_ADDRESS = 1;     // RFC 4861 section 4.6.1
constexpr uint8_t TARGET_ADDRESS = 2;     // RFC 4861 section 4.6.1
constexpr uint8_t PREFIX_INFORMATION = 3; // RFC 4861 section 4.6.2
constexpr uint8_t MTU = 5;                // RFC 4861 section 4.6.4

/// Octets before the options.
std::size_t
FixedSize(uint8_t type)
{
    switch (type)
    {
    case ROUTER_SOLICITATION:
        return 8;
    case ROUTER_ADVERTISEMENT:
        return 16;
    default:
        return 24;
    }
}

/// Whether the octets of an option are as many as its kind has.
bool
HasRightLength(uint8_t option, std::size_t length)
{
    switch (option)
    {
    case SOURCE_ADDRESS:
    case TARGET_ADDRESS:
        // A short or 48-bit address (RFC 4944 section 8, RFC 2464 section 6). ns-3 takes the
        // padding after an EUI-64 for part of the address.
        return length == 8;
    case PREFIX_INFORMATION:
        return length == 32;
    case MTU:
        return length == 8;
    default:
        return true;
    }
}

} // namespace

bool
IsNeighbourDiscovery(uint8_t type)
{
    return type >= ROUTER_SOLICITATION && type <= REDIRECT;
}

bool
IsSoundNeighbourDiscovery(const uint8_t* data, std::size_t size, bool fromUnspecified)
{
    const uint8_t type = data[0];
    std::size_t at = FixedSize(type);
    if (type == REDIRECT || size < at)
    {
        return false;
    }
    uint8_t firstOption = 0;
    unsigned addresses = 0;
    unsigned mtus = 0;
    while (at < size)
    {
        if (size - at < 2)
        {
            return false;
        }
        const uint8_t option = data[at];
        const std::size_t length = data[at + 1] * std::size_t{8};
        if (length == 0 || length > size - at || !HasRightLength(option, length))
        {
            return false;
        }
        constexpr uint8_t longestPrefix = 128;
        if (option == PREFIX_INFORMATION && data[at + 2] > longestPrefix)
        {
            return false;
        }
        firstOption = firstOption == 0 ? option : firstOption;
        addresses += option == SOURCE_ADDRESS ? 1 : 0;
        mtus += option == MTU ? 1 : 0;
        at += length;
    }
    if (addresses > 1 || mtus > 1)
    {
        return false;
    }
    switch (type)
    {
    case ROUTER_SOLICITATION:
        return fromUnspecified || firstOption == SOURCE_ADDRESS;
    case NEIGHBOUR_SOLICITATION:
        return firstOption == SOURCE_ADDRESS;
    case NEIGHBOUR_ADVERTISEMENT:
        return firstOption == TARGET_ADDRESS;
    default:
        return true;
    }
}

} // namespace iomt
} // namespace ns3
