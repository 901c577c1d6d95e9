// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_CONSTANTS_H
#define IOMT_BLE_CONSTANTS_H

#include <cstdint>
#include <string>

namespace ns3
{
namespace iomt
{

/**
 * @brief Numbers of the Bluetooth Core specification 5.4, under the standard's names.
 *
 * Units are in the names; "Vol 6, Part B" is the link layer.
 */
namespace ble
{

/// Inter frame space: end of a packet to the start of the next [us] (Vol 6, Part B, 4.1.1).
constexpr int64_t T_IFS_US = 150;
/// How far a packet's start may be off T_IFS because of the active clock [us] (4.2.1).
constexpr int64_t ACTIVE_CLOCK_JITTER_US = 2;
/// How far one device's sleep clock may jump beside its drift [us] (4.2.2).
constexpr int64_t SLEEP_CLOCK_JITTER_US = 16;

/// Channels used by connections, indices 0–36 (1.4.1).
constexpr uint8_t DATA_CHANNELS = 37;
/// All channels, indices 0–39 (1.4.1).
constexpr uint8_t CHANNELS = 40;
/// The channels ADV_IND and CONNECT_IND are sent on (1.4.1).
constexpr uint8_t PRIMARY_ADVERTISING_CHANNELS[] = {37, 38, 39};
/// Access address of these channels (2.1.2).
constexpr uint32_t ADVERTISING_ACCESS_ADDRESS = 0x8E89BED6;
/// What the CRC of these channels starts from (3.1.1).
constexpr uint32_t ADVERTISING_CRC_INIT = 0x555555;

/// Octets before the payload of every PDU (2.3, 2.4).
constexpr uint32_t PDU_HEADER_SIZE = 2;
/// Octets of the access address on the air (2.1.2).
constexpr uint32_t ACCESS_ADDRESS_SIZE = 4;
/// Octets of the CRC behind every PDU (2.1.4).
constexpr uint32_t CRC_SIZE = 3;
/// Octets of the message integrity check of an encrypted, non-empty PDU (2.4).
constexpr uint32_t MIC_SIZE = 4;
/// Longest AdvData of ADV_IND [octets] (2.3.1.1).
constexpr uint32_t ADV_DATA_MAX = 31;

/// LLID: continuation of an L2CAP PDU, or an empty PDU.
constexpr uint8_t LLID_CONTINUATION = 1;
/// LLID: start of an L2CAP PDU, or a whole one.
constexpr uint8_t LLID_START = 2;
/// LLID: LL control PDU.
constexpr uint8_t LLID_CONTROL = 3;

/// Payload every device can take, without MIC [octets] (4.5.10).
constexpr uint16_t DATA_OCTETS_MIN = 27;
/// Longest payload with data length extension, without MIC [octets] (4.5.10).
constexpr uint16_t DATA_OCTETS_MAX = 251;
/// Time of DATA_OCTETS_MIN with MIC on LE 1M [us] (4.5.10).
constexpr uint16_t DATA_TIME_MIN_US = 328;
/// Time of DATA_OCTETS_MAX with MIC on LE 1M [us].
constexpr uint16_t DATA_TIME_MAX_1M_US = 2120;
/// Time of DATA_OCTETS_MAX with MIC on LE Coded, S=8 [us].
constexpr uint16_t DATA_TIME_MAX_US = 17040;

/// Unit of connInterval, transmitWindowSize and transmitWindowOffset [us] (4.5.1, 4.5.3).
constexpr int64_t INTERVAL_UNIT_US = 1250;
/// connInterval: least and most, in units (4.5.1): 7.5 ms and 4 s.
constexpr uint16_t INTERVAL_MIN_UNITS = 6;
constexpr uint16_t INTERVAL_MAX_UNITS = 3200;
/// Most of connPeripheralLatency [events] (4.5.1).
constexpr uint16_t LATENCY_MAX = 499;
/// Unit of connSupervisionTimeout [us] (4.5.2).
constexpr int64_t TIMEOUT_UNIT_US = 10000;
/// connSupervisionTimeout: least and most, in units (4.5.2): 100 ms and 32 s.
constexpr uint16_t TIMEOUT_MIN_UNITS = 10;
constexpr uint16_t TIMEOUT_MAX_UNITS = 3200;
/// transmitWindowSize: most, in units (4.5.3): 10 ms.
constexpr uint8_t WIN_SIZE_MAX_UNITS = 8;
/// transmitWindowDelay of a connection set up on LE 1M by CONNECT_IND [us] (4.5.3).
constexpr int64_t TRANSMIT_WINDOW_DELAY_US = 1250;
/// Consecutive invalid CRCs that close a connection event (4.5.6).
constexpr uint32_t CRC_FAILURES_TO_CLOSE = 2;
/// Events between the sending of an instant and itself, at least (5.5).
constexpr uint16_t INSTANT_LEAD_EVENTS = 6;

/// advInterval: least and most [us] (4.4.2.2.1).
constexpr int64_t ADV_INTERVAL_MIN_US = 20000;
constexpr int64_t ADV_INTERVAL_MAX_US = 10485759375;
/// advDelay: most [us] (4.4.2.2.1).
constexpr int64_t ADV_DELAY_MAX_US = 10000;

/// Procedure response timeout [s] (5.2).
constexpr int64_t PROCEDURE_TIMEOUT_S = 40;

/// VersNr of LL_VERSION_IND: Core 5.4 (Assigned Numbers, 2.2).
constexpr uint8_t VERSION_CORE_5_4 = 0x0D;
/// CompId of those without one, "not assigned" (Assigned Numbers, 7.1).
constexpr uint16_t COMPANY_NONE = 0xFFFF;

/// Bits of FeatureSet (Vol 6, Part B, 4.6).
constexpr uint64_t FEATURE_ENCRYPTION = UINT64_C(1) << 0;
constexpr uint64_t FEATURE_CONNECTION_PARAMETERS_REQUEST = UINT64_C(1) << 1;
constexpr uint64_t FEATURE_EXTENDED_REJECT = UINT64_C(1) << 2;
constexpr uint64_t FEATURE_PERIPHERAL_INITIATED_FEATURES = UINT64_C(1) << 3;
constexpr uint64_t FEATURE_PING = UINT64_C(1) << 4;
constexpr uint64_t FEATURE_DATA_LENGTH_EXTENSION = UINT64_C(1) << 5;
constexpr uint64_t FEATURE_2M_PHY = UINT64_C(1) << 8;
constexpr uint64_t FEATURE_CODED_PHY = UINT64_C(1) << 11;
constexpr uint64_t FEATURE_CHANNEL_SELECTION_2 = UINT64_C(1) << 14;

/// Service UUID of IPSP (Assigned Numbers, 3.4.1).
constexpr uint16_t UUID_IPSS = 0x1820;

} // namespace ble

/// Why something failed or ended (Core 5.4, Vol 1, Part F): those of the LE controller and host.
enum class BleError : uint8_t
{
    SUCCESS = 0x00,
    UNKNOWN_CONNECTION_IDENTIFIER = 0x02,
    AUTHENTICATION_FAILURE = 0x05,
    PIN_OR_KEY_MISSING = 0x06,
    MEMORY_CAPACITY_EXCEEDED = 0x07,
    CONNECTION_TIMEOUT = 0x08,
    CONNECTION_LIMIT_EXCEEDED = 0x09,
    CONNECTION_ALREADY_EXISTS = 0x0B,
    COMMAND_DISALLOWED = 0x0C,
    LIMITED_RESOURCES = 0x0D,
    UNSUPPORTED_FEATURE = 0x11,
    INVALID_PARAMETERS = 0x12,
    REMOTE_USER_TERMINATED = 0x13,
    REMOTE_LOW_RESOURCES = 0x14,
    REMOTE_POWER_OFF = 0x15,
    LOCAL_HOST_TERMINATED = 0x16,
    PAIRING_NOT_ALLOWED = 0x18,
    UNSUPPORTED_REMOTE_FEATURE = 0x1A,
    INVALID_LL_PARAMETERS = 0x1E,
    UNSPECIFIED_ERROR = 0x1F,
    UNSUPPORTED_LL_PARAMETER_VALUE = 0x20,
    LL_RESPONSE_TIMEOUT = 0x22,
    LL_PROCEDURE_COLLISION = 0x23,
    ENCRYPTION_MODE_NOT_ACCEPTABLE = 0x25,
    INSTANT_PASSED = 0x28,
    PAIRING_WITH_UNIT_KEY_NOT_SUPPORTED = 0x29,
    DIFFERENT_TRANSACTION_COLLISION = 0x2A,
    INSUFFICIENT_SECURITY = 0x2F,
    PARAMETER_OUT_OF_RANGE = 0x30,
    CONTROLLER_BUSY = 0x3A,
    UNACCEPTABLE_CONNECTION_PARAMETERS = 0x3B,
    ADVERTISING_TIMEOUT = 0x3C,
    MIC_FAILURE = 0x3D,
    CONNECTION_FAILED_TO_BE_ESTABLISHED = 0x3E,
    COARSE_CLOCK_ADJUSTMENT_REJECTED = 0x40,
    OPERATION_CANCELLED_BY_HOST = 0x44,
};

/**
 * @param error a code, also one that came over the air and is not in the list
 * @return its name in the standard, in lower case: "connection timeout", or "error 0x99"
 */
std::string ToString(BleError error);

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_CONSTANTS_H
