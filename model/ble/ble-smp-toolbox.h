// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_SMP_TOOLBOX_H
#define IOMT_BLE_SMP_TOOLBOX_H

#include "ble-key.h"

#include <array>
#include <cstdint>

namespace ns3::iomt
{

/// The x of a public key, or a Diffie-Hellman key; most significant octet first.
using BleCoordinate = std::array<uint8_t, 32>;

/// Type of address (0 public, 1 random), then the address, most significant octet first.
using BleSmpAddress = std::array<uint8_t, 7>;

/// AuthReq, OOB data flag, IO capability: most significant octet first (Core 5.4, Vol 3, Part H,
/// 2.2.8).
using BleIoCap = std::array<uint8_t, 3>;

/// What f5 gives.
struct BleSmpKeys
{
    BleKey macKey; //!< for the DHKey checks of this pairing
    BleKey ltk;    //!< for the link layer
};

/**
 * @brief Confirm value (Core 5.4, Vol 3, Part H, 2.2.6).
 * @param u x of the key of who commits
 * @param v x of the other key
 * @param x the nonce committed to; the AES key
 * @param z 0 but for passkey entry
 * @return the confirm value
 */
BleKey BleSmpF4(const BleCoordinate& u, const BleCoordinate& v, const BleKey& x, uint8_t z);

/**
 * @brief Key generation (2.2.7).
 * @param w Diffie-Hellman key
 * @param n1 nonce of the initiator
 * @param n2 nonce of the responder
 * @param a1 address of the initiator
 * @param a2 address of the responder
 * @return MacKey and long term key
 */
BleSmpKeys BleSmpF5(const BleCoordinate& w,
                    const BleKey& n1,
                    const BleKey& n2,
                    const BleSmpAddress& a1,
                    const BleSmpAddress& a2);

/**
 * @brief DHKey check (2.2.8).
 * @param w MacKey
 * @param n1 nonce of who sends the check
 * @param n2 nonce of the other
 * @param r 0 but for passkey entry and out-of-band data
 * @param ioCap of who sends the check
 * @param a1 address of who sends the check
 * @param a2 address of the other
 * @return the check value
 */
BleKey BleSmpF6(const BleKey& w,
                const BleKey& n1,
                const BleKey& n2,
                const BleKey& r,
                const BleIoCap& ioCap,
                const BleSmpAddress& a1,
                const BleSmpAddress& a2);

/**
 * @brief Number for the numeric comparison (2.2.9).
 * @param u x of the initiator's key
 * @param v x of the responder's key
 * @param x nonce of the initiator; the AES key
 * @param y nonce of the responder
 * @return 32 bits; people compare BleComparisonDigits() of it
 */
uint32_t BleSmpG2(const BleCoordinate& u, const BleCoordinate& v, const BleKey& x, const BleKey& y);

/// @param g2 what BleSmpG2() gave @return the six decimal digits on the displays (2.3.5.6.4)
constexpr uint32_t
BleComparisonDigits(uint32_t g2)
{
    return g2 % 1'000'000;
}

} // namespace ns3::iomt

#endif // IOMT_BLE_SMP_TOOLBOX_H
