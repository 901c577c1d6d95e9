// SPDX-License-Identifier: GPL-2.0-only

/**
 * @file
 * @brief Any octets as a command of the Security Manager Protocol: what is read is written the
 * same, and what is sealed by the link cipher opens to the same, and only once.
 */

#include "ns3/ble-link-cipher.h"
#include "ns3/ble-smp-pdu.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace ns3::iomt;

namespace
{

void
Require(bool condition)
{
    if (!condition)
    {
        std::abort();
    }
}

void
CheckCommand(const uint8_t* data, std::size_t size)
{
    const BleSmpParse parsed = ParseBleSmp(data, size);
    Require(parsed.pdu.has_value() == (parsed.status == BleSmpParse::Status::OK));
    Require((parsed.status == BleSmpParse::Status::EMPTY) == (size == 0));
    if (parsed.pdu)
    {
        Require(size <= BLE_SMP_MTU);
        Require(EncodeBleSmp(*parsed.pdu) == Bytes(data, data + size));
    }
}

void
CheckCipher(const uint8_t* data, std::size_t size)
{
    if (size < 2)
    {
        return;
    }
    const uint8_t header0 = data[0];
    const uint8_t other = data[1];
    const Bytes text(data + 2, data + size);
    BleLinkCipher central({1}, 2, 3, 4, 5, true);
    BleLinkCipher peripheral({1}, 2, 3, 4, 5, false);

    // As if the octets came from the air: whoever does not know the key does not guess it.
    Bytes forged = text;
    Require(!peripheral.Open(header0, forged.data(), forged.size()));
    Require(peripheral.GetOpened() == 0);
    if (text.empty() || text.size() > 251)
    {
        return;
    }
    Bytes sealed = text;
    sealed.resize(text.size() + BLE_MIC_SIZE);
    central.Seal(header0, sealed.data(), text.size());
    Require(central.GetSealed() == 1);
    if ((header0 ^ other) & 0xe3)
    {
        Bytes changed = sealed;
        Require(!peripheral.Open(other, changed.data(), changed.size()));
    }
    Bytes opened = sealed;
    Require(peripheral.Open(header0, opened.data(), opened.size()));
    opened.resize(text.size());
    Require(opened == text);
    Require(!peripheral.Open(header0, sealed.data(), sealed.size()));
    Require(peripheral.GetOpened() == 1);
}

} // namespace

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    CheckCommand(data, size);
    CheckCipher(data, size);
    return 0;
}
