// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_SMP_PDU_H
#define IOMT_BLE_SMP_PDU_H

#include "ble-key.h"
#include "ble-smp-toolbox.h"

#include "ns3/bytes.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace ns3::iomt
{

/// Codes of the Security Manager Protocol (Core 5.4, Vol 3, Part H, table 3.3).
enum class BleSmpCode : uint8_t
{
    PAIRING_REQUEST = 0x01,
    PAIRING_RESPONSE = 0x02,
    PAIRING_CONFIRM = 0x03,
    PAIRING_RANDOM = 0x04,
    PAIRING_FAILED = 0x05,
    SECURITY_REQUEST = 0x0b,
    PAIRING_PUBLIC_KEY = 0x0c,
    PAIRING_DHKEY_CHECK = 0x0d
};

/// Why a pairing failed (table 3.7); other values may come from the air.
enum class BleSmpReason : uint8_t
{
    SUCCESS = 0x00, //!< never on the air
    PASSKEY_ENTRY_FAILED = 0x01,
    OOB_NOT_AVAILABLE = 0x02,
    AUTHENTICATION_REQUIREMENTS = 0x03,
    CONFIRM_VALUE_FAILED = 0x04,
    PAIRING_NOT_SUPPORTED = 0x05,
    ENCRYPTION_KEY_SIZE = 0x06,
    COMMAND_NOT_SUPPORTED = 0x07,
    UNSPECIFIED_REASON = 0x08,
    REPEATED_ATTEMPTS = 0x09,
    INVALID_PARAMETERS = 0x0a,
    DHKEY_CHECK_FAILED = 0x0b,
    NUMERIC_COMPARISON_FAILED = 0x0c,
    BR_EDR_PAIRING_IN_PROGRESS = 0x0d,
    CROSS_TRANSPORT_NOT_ALLOWED = 0x0e,
    KEY_REJECTED = 0x0f,
    BUSY = 0x10,
    TIMEOUT = 0xff //!< 30 s without progress (3.4); never on the air
};

/// @param reason any value @return its name, as "confirm value failed"; "reason 0x42" if unknown
std::string ToString(BleSmpReason reason);

/// What a device can show and take in (table 3.4).
enum class BleIoCapability : uint8_t
{
    DISPLAY_ONLY = 0x00,
    DISPLAY_YES_NO = 0x01,
    KEYBOARD_ONLY = 0x02,
    NO_INPUT_NO_OUTPUT = 0x03,
    KEYBOARD_DISPLAY = 0x04
};

constexpr uint8_t BLE_AUTH_BONDING = 0x01;            //!< AuthReq, Bonding_Flags (3.5.1)
constexpr uint8_t BLE_AUTH_MITM = 0x04;               //!< AuthReq, protection against a MITM
constexpr uint8_t BLE_AUTH_SECURE_CONNECTIONS = 0x08; //!< AuthReq, SC

/// L2CAP payload an SMP channel must take when Secure Connections is supported (3.2) [octets].
constexpr std::size_t BLE_SMP_MTU = 65;

/// What Pairing Request and Pairing Response carry (3.5.1).
struct BleSmpFeatures
{
    BleIoCapability ioCapability{BleIoCapability::NO_INPUT_NO_OUTPUT};
    uint8_t oobDataFlag{0};   //!< 1: out-of-band data of the peer is here
    uint8_t authReq{0};       //!< as sent, reserved bits included: f6 is over them
    uint8_t maxKeySize{16};   //!< 7 to 16 [octets]
    uint8_t initiatorKeys{0}; //!< key distribution
    uint8_t responderKeys{0}; //!< key distribution

    /// @return what f6 is over
    BleIoCap IoCap() const;
};

struct BlePairingRequest
{
    BleSmpFeatures features;
};

struct BlePairingResponse
{
    BleSmpFeatures features;
};

struct BlePairingConfirm
{
    BleKey value;
};

struct BlePairingRandom
{
    BleKey value;
};

struct BlePairingFailed
{
    BleSmpReason reason;
};

struct BleSecurityRequest
{
    uint8_t authReq;
};

struct BlePairingPublicKey
{
    BleCoordinate x;
    BleCoordinate y;
};

struct BlePairingDhKeyCheck
{
    BleKey value;
};

/// One command of the Security Manager Protocol.
using BleSmpPdu = std::variant<BlePairingRequest,
                               BlePairingResponse,
                               BlePairingConfirm,
                               BlePairingRandom,
                               BlePairingFailed,
                               BleSecurityRequest,
                               BlePairingPublicKey,
                               BlePairingDhKeyCheck>;

/// @param pdu any @return code and parameters, least significant octets first
Bytes EncodeBleSmp(const BleSmpPdu& pdu);

/// What became of octets received on the SMP channel.
struct BleSmpParse
{
    enum class Status
    {
        OK,
        EMPTY,
        UNKNOWN_CODE, //!< also legacy key distribution, which Secure Connections does without
        WRONG_LENGTH,
        BAD_VALUE //!< a parameter outside its range
    };

    Status status{Status::EMPTY};
    std::optional<BleSmpPdu> pdu; //!< if OK
};

/**
 * @param data first octet of the L2CAP payload
 * @param size how many
 * @return the command, or what is wrong with it
 */
BleSmpParse ParseBleSmp(const uint8_t* data, std::size_t size);

} // namespace ns3::iomt

#endif // IOMT_BLE_SMP_PDU_H
