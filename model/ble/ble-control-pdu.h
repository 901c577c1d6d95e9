// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_CONTROL_PDU_H
#define IOMT_BLE_CONTROL_PDU_H

#include "ns3/bytes.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace ns3
{
namespace iomt
{

/// Opcodes of LL control PDUs (Core 5.4, Vol 6, Part B, 2.4.2, Table 2.19).
enum class BleOpcode : uint8_t
{
    LL_CONNECTION_UPDATE_IND = 0x00,
    LL_CHANNEL_MAP_IND = 0x01,
    LL_TERMINATE_IND = 0x02,
    LL_ENC_REQ = 0x03,
    LL_ENC_RSP = 0x04,
    LL_START_ENC_REQ = 0x05,
    LL_START_ENC_RSP = 0x06,
    LL_UNKNOWN_RSP = 0x07,
    LL_FEATURE_REQ = 0x08,
    LL_FEATURE_RSP = 0x09,
    LL_PAUSE_ENC_REQ = 0x0A,
    LL_PAUSE_ENC_RSP = 0x0B,
    LL_VERSION_IND = 0x0C,
    LL_REJECT_IND = 0x0D,
    LL_PERIPHERAL_FEATURE_REQ = 0x0E,
    LL_CONNECTION_PARAM_REQ = 0x0F,
    LL_CONNECTION_PARAM_RSP = 0x10,
    LL_REJECT_EXT_IND = 0x11,
    LL_PING_REQ = 0x12,
    LL_PING_RSP = 0x13,
    LL_LENGTH_REQ = 0x14,
    LL_LENGTH_RSP = 0x15,
    LL_PHY_REQ = 0x16,
    LL_PHY_RSP = 0x17,
    LL_PHY_UPDATE_IND = 0x18,
};

/// @return "LL_TERMINATE_IND", or "opcode 0x99" for one that is not in the list
std::string ToString(BleOpcode opcode);

/// Bits of the PHY fields (2.4.2.22 to 2.4.2.24).
constexpr uint8_t BLE_PHY_BIT_1M = 1;
constexpr uint8_t BLE_PHY_BIT_2M = 2;
constexpr uint8_t BLE_PHY_BIT_CODED = 4;

// One structure a PDU, with the fields and the units of the standard; all fields are sent least
// significant octet first. OPCODE is that of EncodeBleControl().

/// LL_CONNECTION_UPDATE_IND (2.4.2.1): the central changes the parameters.
struct LlConnectionUpdateInd
{
    static constexpr BleOpcode OPCODE = BleOpcode::LL_CONNECTION_UPDATE_IND;
    uint8_t winSize{1};    ///< transmitWindowSize [1.25 ms]
    uint16_t winOffset{0}; ///< transmitWindowOffset [1.25 ms]
    uint16_t interval{0};  ///< connInterval [1.25 ms]
    uint16_t latency{0};   ///< connPeripheralLatency [events]
    uint16_t timeout{0};   ///< connSupervisionTimeout [10 ms]
    uint16_t instant{0};   ///< connEventCount of the change
};

/// LL_CHANNEL_MAP_IND (2.4.2.2): the central changes the used channels.
struct LlChannelMapInd
{
    static constexpr BleOpcode OPCODE = BleOpcode::LL_CHANNEL_MAP_IND;
    uint64_t channelMap{0}; ///< 37 bits
    uint16_t instant{0};    ///< connEventCount of the change
};

/// LL_TERMINATE_IND (2.4.2.3): the connection ends.
struct LlTerminateInd
{
    static constexpr BleOpcode OPCODE = BleOpcode::LL_TERMINATE_IND;
    uint8_t errorCode{0}; ///< a BleError, or another value of Vol 1, Part F
};

/// LL_ENC_REQ (2.4.2.4): the central starts encryption.
struct LlEncReq
{
    static constexpr BleOpcode OPCODE = BleOpcode::LL_ENC_REQ;
    uint64_t rand{0}; ///< Rand of the key, 0 for LE Secure Connections
    uint16_t ediv{0}; ///< EDIV of the key, 0 for LE Secure Connections
    uint64_t skdC{0}; ///< the central's half of the session key diversifier
    uint32_t ivC{0};  ///< the central's half of the initialization vector
};

/// LL_ENC_RSP (2.4.2.5): the peripheral's halves.
struct LlEncRsp
{
    static constexpr BleOpcode OPCODE = BleOpcode::LL_ENC_RSP;
    uint64_t skdP{0}; ///< the peripheral's half of the session key diversifier
    uint32_t ivP{0};  ///< the peripheral's half of the initialization vector
};

/// LL_START_ENC_REQ (2.4.2.6).
struct LlStartEncReq
{
    static constexpr BleOpcode OPCODE = BleOpcode::LL_START_ENC_REQ;
};

/// LL_START_ENC_RSP (2.4.2.7).
struct LlStartEncRsp
{
    static constexpr BleOpcode OPCODE = BleOpcode::LL_START_ENC_RSP;
};

/// LL_UNKNOWN_RSP (2.4.2.8): the answer to a PDU that is not understood.
struct LlUnknownRsp
{
    static constexpr BleOpcode OPCODE = BleOpcode::LL_UNKNOWN_RSP;
    uint8_t unknownType{0}; ///< opcode that came
};

/// LL_FEATURE_REQ (2.4.2.9): the central asks for the features used on the link.
struct LlFeatureReq
{
    static constexpr BleOpcode OPCODE = BleOpcode::LL_FEATURE_REQ;
    uint64_t featureSet{0}; ///< FeatureSet (4.6)
};

/// LL_FEATURE_RSP (2.4.2.10).
struct LlFeatureRsp
{
    static constexpr BleOpcode OPCODE = BleOpcode::LL_FEATURE_RSP;
    uint64_t featureSet{0}; ///< FeatureSet (4.6)
};

/// LL_PAUSE_ENC_REQ (2.4.2.11).
struct LlPauseEncReq
{
    static constexpr BleOpcode OPCODE = BleOpcode::LL_PAUSE_ENC_REQ;
};

/// LL_PAUSE_ENC_RSP (2.4.2.12).
struct LlPauseEncRsp
{
    static constexpr BleOpcode OPCODE = BleOpcode::LL_PAUSE_ENC_RSP;
};

/// LL_VERSION_IND (2.4.2.13).
struct LlVersionInd
{
    static constexpr BleOpcode OPCODE = BleOpcode::LL_VERSION_IND;
    uint8_t version{0};     ///< VersNr, such as ble::VERSION_CORE_5_4
    uint16_t company{0};    ///< CompId
    uint16_t subversion{0}; ///< SubVersNr
};

/// LL_REJECT_IND (2.4.2.14).
struct LlRejectInd
{
    static constexpr BleOpcode OPCODE = BleOpcode::LL_REJECT_IND;
    uint8_t errorCode{0}; ///< why, as in Vol 1, Part F
};

/// LL_PERIPHERAL_FEATURE_REQ (2.4.2.15): LL_FEATURE_REQ of a peripheral.
struct LlPeripheralFeatureReq
{
    static constexpr BleOpcode OPCODE = BleOpcode::LL_PERIPHERAL_FEATURE_REQ;
    uint64_t featureSet{0}; ///< FeatureSet (4.6)
};

/// LL_CONNECTION_PARAM_REQ (2.4.2.16): either end would like other parameters.
struct LlConnectionParamReq
{
    static constexpr BleOpcode OPCODE = BleOpcode::LL_CONNECTION_PARAM_REQ;
    /// Value of an offset that is not given.
    static constexpr uint16_t NO_OFFSET = 0xFFFF;
    uint16_t intervalMin{0};             ///< [1.25 ms]
    uint16_t intervalMax{0};             ///< [1.25 ms]
    uint16_t latency{0};                 ///< [events]
    uint16_t timeout{0};                 ///< [10 ms]
    uint8_t preferredPeriodicity{0};     ///< [1.25 ms]; 0 is none
    uint16_t referenceConnEventCount{0}; ///< event that the offsets count from
    std::array<uint16_t, 6> offset{NO_OFFSET,
                                   NO_OFFSET,
                                   NO_OFFSET,
                                   NO_OFFSET,
                                   NO_OFFSET,
                                   NO_OFFSET}; ///< [1.25 ms]
};

/// LL_CONNECTION_PARAM_RSP (2.4.2.17): same fields.
struct LlConnectionParamRsp : public LlConnectionParamReq
{
    static constexpr BleOpcode OPCODE = BleOpcode::LL_CONNECTION_PARAM_RSP;
};

/// LL_REJECT_EXT_IND (2.4.2.18).
struct LlRejectExtInd
{
    static constexpr BleOpcode OPCODE = BleOpcode::LL_REJECT_EXT_IND;
    uint8_t rejectOpcode{0}; ///< opcode that is rejected
    uint8_t errorCode{0};    ///< why, as in Vol 1, Part F
};

/// LL_PING_REQ (2.4.2.19).
struct LlPingReq
{
    static constexpr BleOpcode OPCODE = BleOpcode::LL_PING_REQ;
};

/// LL_PING_RSP (2.4.2.20).
struct LlPingRsp
{
    static constexpr BleOpcode OPCODE = BleOpcode::LL_PING_RSP;
};

/// LL_LENGTH_REQ (2.4.2.21): what the sender can receive and send.
struct LlLengthReq
{
    static constexpr BleOpcode OPCODE = BleOpcode::LL_LENGTH_REQ;
    uint16_t maxRxOctets{0}; ///< [octets], at least 27
    uint16_t maxRxTime{0};   ///< [us], at least 328
    uint16_t maxTxOctets{0}; ///< [octets], at least 27
    uint16_t maxTxTime{0};   ///< [us], at least 328
};

/// LL_LENGTH_RSP (2.4.2.21): same fields.
struct LlLengthRsp : public LlLengthReq
{
    static constexpr BleOpcode OPCODE = BleOpcode::LL_LENGTH_RSP;
};

/// LL_PHY_REQ (2.4.2.22): PHYs the sender would like.
struct LlPhyReq
{
    static constexpr BleOpcode OPCODE = BleOpcode::LL_PHY_REQ;
    uint8_t txPhys{0}; ///< bits of BLE_PHY_BIT_…
    uint8_t rxPhys{0}; ///< bits of BLE_PHY_BIT_…
};

/// LL_PHY_RSP (2.4.2.22): same fields.
struct LlPhyRsp : public LlPhyReq
{
    static constexpr BleOpcode OPCODE = BleOpcode::LL_PHY_RSP;
};

/// LL_PHY_UPDATE_IND (2.4.2.23): the central changes PHYs.
struct LlPhyUpdateInd
{
    static constexpr BleOpcode OPCODE = BleOpcode::LL_PHY_UPDATE_IND;
    uint8_t phyCToP{0};  ///< one bit of BLE_PHY_BIT_…, or 0 for no change
    uint8_t phyPToC{0};  ///< one bit of BLE_PHY_BIT_…, or 0 for no change
    uint16_t instant{0}; ///< connEventCount of the change; meaningless if neither changes
};

/// Any LL control PDU that is known here.
using BleControlPdu = std::variant<LlConnectionUpdateInd,
                                   LlChannelMapInd,
                                   LlTerminateInd,
                                   LlEncReq,
                                   LlEncRsp,
                                   LlStartEncReq,
                                   LlStartEncRsp,
                                   LlUnknownRsp,
                                   LlFeatureReq,
                                   LlFeatureRsp,
                                   LlPauseEncReq,
                                   LlPauseEncRsp,
                                   LlVersionInd,
                                   LlRejectInd,
                                   LlPeripheralFeatureReq,
                                   LlConnectionParamReq,
                                   LlConnectionParamRsp,
                                   LlRejectExtInd,
                                   LlPingReq,
                                   LlPingRsp,
                                   LlLengthReq,
                                   LlLengthRsp,
                                   LlPhyReq,
                                   LlPhyRsp,
                                   LlPhyUpdateInd>;

/// @return opcode of a PDU
BleOpcode GetBleOpcode(const BleControlPdu& pdu);

/// @return opcode and CtrData: the payload of a PDU with LLID 3, without MIC
Bytes EncodeBleControl(const BleControlPdu& pdu);

/// What became of a payload with LLID 3.
struct BleControlParse
{
    enum Status
    {
        OK,
        EMPTY,          ///< not even an opcode; such a PDU must not be sent (2.4.2)
        UNKNOWN_OPCODE, ///< to be answered by LL_UNKNOWN_RSP (2.4.2)
        WRONG_LENGTH,   ///< known opcode, other length of CtrData than it has
        BAD_VALUE,      ///< a field is out of its range; pdu has the values that came
    };

    Status status{EMPTY};
    uint8_t opcode{0};                ///< as it came, 0 if EMPTY
    std::optional<BleControlPdu> pdu; ///< if OK or BAD_VALUE
};

/**
 * @brief Read an LL control PDU.
 *
 * Ranges that make a PDU BAD_VALUE: connection parameters and transmit window (4.5.1 to 4.5.3), two
 * used channels (4.5.8.1), data length (4.5.10), and exactly the PHY bits that the PDU may have
 * (2.4.2.22, 2.4.2.23). Instants and reserved bits are not judged; the latter are ignored.
 *
 * @param data opcode and CtrData, without MIC
 * @param size octets of these
 */
BleControlParse ParseBleControl(const uint8_t* data, std::size_t size);

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_CONTROL_PDU_H
