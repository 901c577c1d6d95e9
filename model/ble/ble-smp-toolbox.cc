// SPDX-License-Identifier: GPL-2.0-only

#include "ble-smp-toolbox.h"

#include "ns3/aes-cmac.h"

#include <algorithm>
#include <tuple>

namespace ns3::iomt
{

namespace
{

/// SALT of f5 (Core 5.4, Vol 3, Part H, 2.2.7).
constexpr BleKey SALT{0x6c,
                      0x88,
                      0x83,
                      0x91,
                      0xaa,
                      0xf5,
                      0xa5,
                      0x38,
                      0x60,
                      0x37,
                      0x0b,
                      0xdb,
                      0x5a,
                      0x60,
                      0x83,
                      0xbe};

constexpr std::array<uint8_t, 4> KEY_ID{'b', 't', 'l', 'e'};

/// AES-CMAC over values one behind the other.
template <class... Parts>
BleKey
CmacOf(const BleKey& key, const Parts&... parts)
{
    std::array<uint8_t, (std::tuple_size_v<Parts> + ...)> message;
    auto to = message.begin();
    ((to = std::copy(parts.begin(), parts.end(), to)), ...);
    return AesCmac(key, message.data(), message.size());
}

constexpr std::array<uint8_t, 1>
Octet(uint8_t value)
{
    return {value};
}

} // namespace

BleKey
BleSmpF4(const BleCoordinate& u, const BleCoordinate& v, const BleKey& x, uint8_t z)
{
    return CmacOf(x, u, v, Octet(z));
}

BleSmpKeys
BleSmpF5(const BleCoordinate& w,
         const BleKey& n1,
         const BleKey& n2,
         const BleSmpAddress& a1,
         const BleSmpAddress& a2)
{
    const BleKey t = CmacOf(SALT, w);
    const std::array<uint8_t, 2> length{0x01, 0x00}; // 256 bits
    return {CmacOf(t, Octet(0), KEY_ID, n1, n2, a1, a2, length),
            CmacOf(t, Octet(1), KEY_ID, n1, n2, a1, a2, length)};
}

BleKey
BleSmpF6(const BleKey& w,
         const BleKey& n1,
         const BleKey& n2,
         const BleKey& r,
         const BleIoCap& ioCap,
         const BleSmpAddress& a1,
         const BleSmpAddress& a2)
{
    return CmacOf(w, n1, n2, r, ioCap, a1, a2);
}

uint32_t
BleSmpG2(const BleCoordinate& u, const BleCoordinate& v, const BleKey& x, const BleKey& y)
{
    const BleKey mac = CmacOf(x, u, v, y);
    return static_cast<uint32_t>(mac[12]) << 24 | static_cast<uint32_t>(mac[13]) << 16 |
           static_cast<uint32_t>(mac[14]) << 8 | mac[15];
}

} // namespace ns3::iomt
