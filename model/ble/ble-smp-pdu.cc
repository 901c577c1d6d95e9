// SPDX-License-Identifier: GPL-2.0-only

#include "ble-smp-pdu.h"

#include <algorithm>

namespace ns3::iomt
{

namespace
{

constexpr std::size_t FEATURES = 6; // octets behind the code (Core 5.4, Vol 3, Part H, 3.5.1)
constexpr uint8_t SMALLEST_KEY = 7; // 3.5.1 [octets]
constexpr uint8_t LARGEST_KEY = 16; // 3.5.1 [octets]

void
Put(Bytes& to, const BleSmpFeatures& features)
{
    to.insert(to.end(),
              {static_cast<uint8_t>(features.ioCapability),
               features.oobDataFlag,
               features.authReq,
               features.maxKeySize,
               features.initiatorKeys,
               features.responderKeys});
}

/// Least significant octet first.
template <std::size_t N>
void
Put(Bytes& to, const std::array<uint8_t, N>& value)
{
    to.insert(to.end(), value.rbegin(), value.rend());
}

template <std::size_t N>
std::array<uint8_t, N>
Take(const uint8_t* from)
{
    std::array<uint8_t, N> value;
    std::reverse_copy(from, from + N, value.begin());
    return value;
}

/// Writes the parameters of each command; the code is written before.
struct Writer
{
    Bytes& to;

    void Code(BleSmpCode code)
    {
        to.push_back(static_cast<uint8_t>(code));
    }

    void operator()(const BlePairingRequest& pdu)
    {
        Code(BleSmpCode::PAIRING_REQUEST);
        Put(to, pdu.features);
    }

    void operator()(const BlePairingResponse& pdu)
    {
        Code(BleSmpCode::PAIRING_RESPONSE);
        Put(to, pdu.features);
    }

    void operator()(const BlePairingConfirm& pdu)
    {
        Code(BleSmpCode::PAIRING_CONFIRM);
        Put(to, pdu.value);
    }

    void operator()(const BlePairingRandom& pdu)
    {
        Code(BleSmpCode::PAIRING_RANDOM);
        Put(to, pdu.value);
    }

    void operator()(const BlePairingFailed& pdu)
    {
        Code(BleSmpCode::PAIRING_FAILED);
        to.push_back(static_cast<uint8_t>(pdu.reason));
    }

    void operator()(const BleSecurityRequest& pdu)
    {
        Code(BleSmpCode::SECURITY_REQUEST);
        to.push_back(pdu.authReq);
    }

    void operator()(const BlePairingPublicKey& pdu)
    {
        Code(BleSmpCode::PAIRING_PUBLIC_KEY);
        Put(to, pdu.x);
        Put(to, pdu.y);
    }

    void operator()(const BlePairingDhKeyCheck& pdu)
    {
        Code(BleSmpCode::PAIRING_DHKEY_CHECK);
        Put(to, pdu.value);
    }
};

BleSmpParse
Wrong(BleSmpParse::Status status)
{
    return {status, std::nullopt};
}

BleSmpParse
Ok(const BleSmpPdu& pdu)
{
    return {BleSmpParse::Status::OK, pdu};
}

/// A command that is one number of N octets.
template <class Pdu, std::size_t N>
BleSmpParse
Number(const uint8_t* data, std::size_t size)
{
    return size == N ? Ok(Pdu{Take<N>(data)}) : Wrong(BleSmpParse::Status::WRONG_LENGTH);
}

template <class Pdu>
BleSmpParse
Features(const uint8_t* data, std::size_t size)
{
    if (size != FEATURES)
    {
        return Wrong(BleSmpParse::Status::WRONG_LENGTH);
    }
    if (data[0] > static_cast<uint8_t>(BleIoCapability::KEYBOARD_DISPLAY) || data[1] > 1 ||
        data[3] < SMALLEST_KEY || data[3] > LARGEST_KEY)
    {
        return Wrong(BleSmpParse::Status::BAD_VALUE);
    }
    return Ok(
        Pdu{{static_cast<BleIoCapability>(data[0]), data[1], data[2], data[3], data[4], data[5]}});
}

} // namespace

std::string
ToString(BleSmpReason reason)
{
    switch (reason)
    {
    case BleSmpReason::SUCCESS:
        return "success";
    case BleSmpReason::PASSKEY_ENTRY_FAILED:
        return "passkey entry failed";
    case BleSmpReason::OOB_NOT_AVAILABLE:
        return "out-of-band data not available";
    case BleSmpReason::AUTHENTICATION_REQUIREMENTS:
        return "authentication requirements";
    case BleSmpReason::CONFIRM_VALUE_FAILED:
        return "confirm value failed";
    case BleSmpReason::PAIRING_NOT_SUPPORTED:
        return "pairing not supported";
    case BleSmpReason::ENCRYPTION_KEY_SIZE:
        return "encryption key size";
    case BleSmpReason::COMMAND_NOT_SUPPORTED:
        return "command not supported";
    case BleSmpReason::UNSPECIFIED_REASON:
        return "unspecified reason";
    case BleSmpReason::REPEATED_ATTEMPTS:
        return "repeated attempts";
    case BleSmpReason::INVALID_PARAMETERS:
        return "invalid parameters";
    case BleSmpReason::DHKEY_CHECK_FAILED:
        return "DHKey check failed";
    case BleSmpReason::NUMERIC_COMPARISON_FAILED:
        return "numeric comparison failed";
    case BleSmpReason::BR_EDR_PAIRING_IN_PROGRESS:
        return "BR/EDR pairing in progress";
    case BleSmpReason::CROSS_TRANSPORT_NOT_ALLOWED:
        return "cross-transport key derivation not allowed";
    case BleSmpReason::KEY_REJECTED:
        return "key rejected";
    case BleSmpReason::BUSY:
        return "busy";
    case BleSmpReason::TIMEOUT:
        return "timeout";
    }
    return "reason 0x" + ToHex({static_cast<uint8_t>(reason)});
}

BleIoCap
BleSmpFeatures::IoCap() const
{
    return {authReq, oobDataFlag, static_cast<uint8_t>(ioCapability)};
}

Bytes
EncodeBleSmp(const BleSmpPdu& pdu)
{
    Bytes octets;
    octets.reserve(BLE_SMP_MTU);
    std::visit(Writer{octets}, pdu);
    return octets;
}

BleSmpParse
ParseBleSmp(const uint8_t* data, std::size_t size)
{
    if (size == 0)
    {
        return Wrong(BleSmpParse::Status::EMPTY);
    }
    const auto code = static_cast<BleSmpCode>(*data++);
    --size;
    switch (code)
    {
    case BleSmpCode::PAIRING_REQUEST:
        return Features<BlePairingRequest>(data, size);
    case BleSmpCode::PAIRING_RESPONSE:
        return Features<BlePairingResponse>(data, size);
    case BleSmpCode::PAIRING_CONFIRM:
        return Number<BlePairingConfirm, 16>(data, size);
    case BleSmpCode::PAIRING_RANDOM:
        return Number<BlePairingRandom, 16>(data, size);
    case BleSmpCode::PAIRING_DHKEY_CHECK:
        return Number<BlePairingDhKeyCheck, 16>(data, size);
    case BleSmpCode::PAIRING_FAILED:
        return size == 1 ? Ok(BlePairingFailed{static_cast<BleSmpReason>(*data)})
                         : Wrong(BleSmpParse::Status::WRONG_LENGTH);
    case BleSmpCode::SECURITY_REQUEST:
        return size == 1 ? Ok(BleSecurityRequest{*data}) : Wrong(BleSmpParse::Status::WRONG_LENGTH);
    case BleSmpCode::PAIRING_PUBLIC_KEY:
        return size == 64 ? Ok(BlePairingPublicKey{Take<32>(data), Take<32>(data + 32)})
                          : Wrong(BleSmpParse::Status::WRONG_LENGTH);
    }
    return Wrong(BleSmpParse::Status::UNKNOWN_CODE);
}

} // namespace ns3::iomt
