// SPDX-License-Identifier: GPL-2.0-only

#include "utf8.h"

#include <cstddef>

namespace ns3::iomt
{

bool
IsUtf8(const Bytes& octets)
{
    for (std::size_t i = 0; i < octets.size();)
    {
        const uint8_t first = octets[i++];
        if (first < 0x80)
        {
            continue;
        }
        // 80..C1 and F5..FF never begin a character; the second octet's range keeps out overlong
        // forms, surrogates and what lies above U+10FFFF.
        if (first < 0xc2 || first > 0xf4)
        {
            return false;
        }
        const unsigned following = first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
        uint8_t lowest = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        uint8_t highest = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        for (unsigned n = 0; n < following; ++n, ++i)
        {
            if (i >= octets.size() || octets[i] < lowest || octets[i] > highest)
            {
                return false;
            }
            lowest = 0x80;
            highest = 0xbf;
        }
    }
    return true;
}

} // namespace ns3::iomt
