// SPDX-License-Identifier: GPL-2.0-only

#include "ble-control-pdu.h"

#include "ble-channel-map.h"
#include "ble-constants.h"
#include "ble-octets.h"
#include "ble-parameter-ranges.h"

#include <utility>

namespace ns3
{
namespace iomt
{

namespace
{

// Each PDU lists its fields once, in the order they are sent; a Writer, a Reader or a Measure is
// taken along the list. A field is as long as its type, or as long as is said.

template <typename Io>
void
Walk(Io& io, LlConnectionUpdateInd& pdu)
{
    io(pdu.winSize);
    io(pdu.winOffset);
    io(pdu.interval);
    io(pdu.latency);
    io(pdu.timeout);
    io(pdu.instant);
}

template <typename Io>
void
Walk(Io& io, LlChannelMapInd& pdu)
{
    io(pdu.channelMap, 5);
    io(pdu.instant);
}

template <typename Io>
void
Walk(Io& io, LlTerminateInd& pdu)
{
    io(pdu.errorCode);
}

template <typename Io>
void
Walk(Io& io, LlEncReq& pdu)
{
    io(pdu.rand);
    io(pdu.ediv);
    io(pdu.skdC);
    io(pdu.ivC);
}

template <typename Io>
void
Walk(Io& io, LlEncRsp& pdu)
{
    io(pdu.skdP);
    io(pdu.ivP);
}

template <typename Io>
void
Walk(Io&, LlStartEncReq&)
{
}

template <typename Io>
void
Walk(Io&, LlStartEncRsp&)
{
}

template <typename Io>
void
Walk(Io& io, LlUnknownRsp& pdu)
{
    io(pdu.unknownType);
}

template <typename Io>
void
Walk(Io& io, LlFeatureReq& pdu)
{
    io(pdu.featureSet);
}

template <typename Io>
void
Walk(Io& io, LlFeatureRsp& pdu)
{
    io(pdu.featureSet);
}

template <typename Io>
void
Walk(Io&, LlPauseEncReq&)
{
}

template <typename Io>
void
Walk(Io&, LlPauseEncRsp&)
{
}

template <typename Io>
void
Walk(Io& io, LlVersionInd& pdu)
{
    io(pdu.version);
    io(pdu.company);
    io(pdu.subversion);
}

template <typename Io>
void
Walk(Io& io, LlRejectInd& pdu)
{
    io(pdu.errorCode);
}

template <typename Io>
void
Walk(Io& io, LlPeripheralFeatureReq& pdu)
{
    io(pdu.featureSet);
}

/// LL_CONNECTION_PARAM_RSP, too.
template <typename Io>
void
Walk(Io& io, LlConnectionParamReq& pdu)
{
    io(pdu.intervalMin);
    io(pdu.intervalMax);
    io(pdu.latency);
    io(pdu.timeout);
    io(pdu.preferredPeriodicity);
    io(pdu.referenceConnEventCount);
    for (uint16_t& offset : pdu.offset)
    {
        io(offset);
    }
}

template <typename Io>
void
Walk(Io& io, LlRejectExtInd& pdu)
{
    io(pdu.rejectOpcode);
    io(pdu.errorCode);
}

template <typename Io>
void
Walk(Io&, LlPingReq&)
{
}

template <typename Io>
void
Walk(Io&, LlPingRsp&)
{
}

/// LL_LENGTH_RSP, too.
template <typename Io>
void
Walk(Io& io, LlLengthReq& pdu)
{
    io(pdu.maxRxOctets);
    io(pdu.maxRxTime);
    io(pdu.maxTxOctets);
    io(pdu.maxTxTime);
}

/// LL_PHY_RSP, too.
template <typename Io>
void
Walk(Io& io, LlPhyReq& pdu)
{
    io(pdu.txPhys);
    io(pdu.rxPhys);
}

template <typename Io>
void
Walk(Io& io, LlPhyUpdateInd& pdu)
{
    io(pdu.phyCToP);
    io(pdu.phyPToC);
    io(pdu.instant);
}

/// Octets of the fields.
struct Measure
{
    std::size_t size{0};

    template <typename T>
    void operator()(T&, std::size_t octets = sizeof(T))
    {
        size += octets;
    }
};

struct Writer
{
    Bytes out;

    template <typename T>
    void operator()(T& field, std::size_t octets = sizeof(T))
    {
        AppendBleField(out, field, octets);
    }
};

/// Its input has the octets of the fields, which a Measure told.
struct Reader
{
    const uint8_t* next;

    template <typename T>
    void operator()(T& field, std::size_t octets = sizeof(T))
    {
        field = static_cast<T>(ReadBleField(next, octets));
        next += octets;
    }
};

// What a parsed PDU must keep to, beside its length. Reserved bits are cleared on the way.

template <typename Pdu>
bool
Check(Pdu&)
{
    return true;
}

bool
Check(LlConnectionUpdateInd& pdu)
{
    return AreValidBleParameters(pdu.interval, pdu.latency, pdu.timeout) &&
           IsValidBleTransmitWindow(pdu.winSize, pdu.winOffset, pdu.interval);
}

bool
Check(LlChannelMapInd& pdu)
{
    pdu.channelMap &= BleChannelMap::ALL;
    return BleChannelMap::IsValid(pdu.channelMap);
}

bool
CheckRequest(const LlConnectionParamReq& pdu)
{
    // The longest interval is the strictest for the timeout.
    return pdu.intervalMin >= ble::INTERVAL_MIN_UNITS && pdu.intervalMin <= pdu.intervalMax &&
           pdu.preferredPeriodicity <= pdu.intervalMax &&
           AreValidBleParameters(pdu.intervalMax, pdu.latency, pdu.timeout);
}

bool
Check(LlConnectionParamReq& pdu)
{
    return CheckRequest(pdu);
}

bool
Check(LlConnectionParamRsp& pdu)
{
    return CheckRequest(pdu);
}

bool
CheckLength(const LlLengthReq& pdu)
{
    return pdu.maxRxOctets >= ble::DATA_OCTETS_MIN && pdu.maxTxOctets >= ble::DATA_OCTETS_MIN &&
           pdu.maxRxTime >= ble::DATA_TIME_MIN_US && pdu.maxTxTime >= ble::DATA_TIME_MIN_US;
}

bool
Check(LlLengthReq& pdu)
{
    return CheckLength(pdu);
}

bool
Check(LlLengthRsp& pdu)
{
    return CheckLength(pdu);
}

bool
CheckPhys(LlPhyReq& pdu)
{
    constexpr uint8_t known = BLE_PHY_BIT_1M | BLE_PHY_BIT_2M | BLE_PHY_BIT_CODED;
    pdu.txPhys &= known;
    pdu.rxPhys &= known;
    return pdu.txPhys != 0 && pdu.rxPhys != 0;
}

bool
Check(LlPhyReq& pdu)
{
    return CheckPhys(pdu);
}

bool
Check(LlPhyRsp& pdu)
{
    return CheckPhys(pdu);
}

/// A PHY that is not known is none to go over to, so reserved bits are not ignored here.
constexpr bool
IsOnePhyOrNone(uint8_t bits)
{
    return bits == 0 || bits == BLE_PHY_BIT_1M || bits == BLE_PHY_BIT_2M ||
           bits == BLE_PHY_BIT_CODED;
}

bool
Check(LlPhyUpdateInd& pdu)
{
    return IsOnePhyOrNone(pdu.phyCToP) && IsOnePhyOrNone(pdu.phyPToC);
}

template <typename Pdu>
void
ParseAs(const uint8_t* ctrData, std::size_t size, BleControlParse& parse)
{
    Pdu pdu;
    Measure measure;
    Walk(measure, pdu);
    if (measure.size != size)
    {
        parse.status = BleControlParse::WRONG_LENGTH;
        return;
    }
    Reader reader{ctrData};
    Walk(reader, pdu);
    parse.status = Check(pdu) ? BleControlParse::OK : BleControlParse::BAD_VALUE;
    parse.pdu.emplace(pdu);
}

using Parser = void (*)(const uint8_t*, std::size_t, BleControlParse&);
constexpr std::size_t KNOWN = std::variant_size_v<BleControlPdu>;

template <std::size_t... I>
constexpr bool
AreInOrder(std::index_sequence<I...>)
{
    return ((static_cast<std::size_t>(std::variant_alternative_t<I, BleControlPdu>::OPCODE) == I) &&
            ...);
}

static_assert(AreInOrder(std::make_index_sequence<KNOWN>()),
              "an opcode is the index of its PDU in the variant");

template <std::size_t... I>
constexpr std::array<Parser, KNOWN>
MakeParsers(std::index_sequence<I...>)
{
    return {&ParseAs<std::variant_alternative_t<I, BleControlPdu>>...};
}

constexpr std::array<Parser, KNOWN> PARSERS = MakeParsers(std::make_index_sequence<KNOWN>());

constexpr std::array<const char*, KNOWN> NAMES{
    "LL_CONNECTION_UPDATE_IND",
    "LL_CHANNEL_MAP_IND",
    "LL_TERMINATE_IND",
    "LL_ENC_REQ",
    "LL_ENC_RSP",
    "LL_START_ENC_REQ",
    "LL_START_ENC_RSP",
    "LL_UNKNOWN_RSP",
    "LL_FEATURE_REQ",
    "LL_FEATURE_RSP",
    "LL_PAUSE_ENC_REQ",
    "LL_PAUSE_ENC_RSP",
    "LL_VERSION_IND",
    "LL_REJECT_IND",
    "LL_PERIPHERAL_FEATURE_REQ",
    "LL_CONNECTION_PARAM_REQ",
    "LL_CONNECTION_PARAM_RSP",
    "LL_REJECT_EXT_IND",
    "LL_PING_REQ",
    "LL_PING_RSP",
    "LL_LENGTH_REQ",
    "LL_LENGTH_RSP",
    "LL_PHY_REQ",
    "LL_PHY_RSP",
    "LL_PHY_UPDATE_IND",
};

} // namespace

std::string
ToString(BleOpcode opcode)
{
    const auto code = static_cast<uint8_t>(opcode);
    if (code < NAMES.size())
    {
        return NAMES[code];
    }
    return "opcode 0x" + ToHex({code});
}

BleOpcode
GetBleOpcode(const BleControlPdu& pdu)
{
    return static_cast<BleOpcode>(pdu.index());
}

Bytes
EncodeBleControl(const BleControlPdu& pdu)
{
    Writer writer;
    writer.out.push_back(static_cast<uint8_t>(GetBleOpcode(pdu)));
    std::visit([&writer](auto copy) { Walk(writer, copy); }, pdu);
    return std::move(writer.out);
}

BleControlParse
ParseBleControl(const uint8_t* data, std::size_t size)
{
    BleControlParse parse;
    if (size == 0)
    {
        return parse;
    }
    parse.opcode = data[0];
    if (parse.opcode >= PARSERS.size())
    {
        parse.status = BleControlParse::UNKNOWN_OPCODE;
        return parse;
    }
    PARSERS[parse.opcode](data + 1, size - 1, parse);
    return parse;
}

} // namespace iomt
} // namespace ns3
