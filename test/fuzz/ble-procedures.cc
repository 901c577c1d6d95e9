// SPDX-License-Identifier: GPL-2.0-only

// libFuzzer harness: two ends of the link layer control protocol, asked for procedures in any
// order, with PDUs of a third party in between or without.
//
// An input is a sequence of steps, each an octet: the lowest bit says which end, the next four what
// it is to do, the rest is a detail. Step 15 is followed by a length and as many octets, a forged
// PDU. Without one, two ends of this kind must never lose each other.

#include "../ble-procedures-bench.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// More answers than these do not wait, however many questions come.
constexpr std::size_t MANY_PDUS = 32;
constexpr std::size_t LONGEST_INPUT = 400;

void
Require(bool holds, int line)
{
    if (!holds)
    {
        std::fprintf(stderr, "line %d does not hold\n", line);
        std::abort();
    }
}

BleCapabilities
Capabilities(uint8_t choice)
{
    BleCapabilities capabilities;
    const uint64_t droppable[] = {ble::FEATURE_ENCRYPTION,
                                  ble::FEATURE_CONNECTION_PARAMETERS_REQUEST,
                                  ble::FEATURE_EXTENDED_REJECT,
                                  ble::FEATURE_PERIPHERAL_INITIATED_FEATURES,
                                  ble::FEATURE_PING,
                                  ble::FEATURE_DATA_LENGTH_EXTENSION,
                                  ble::FEATURE_2M_PHY,
                                  ble::FEATURE_CODED_PHY};
    for (uint8_t bit = 0; bit < 8; ++bit)
    {
        if ((choice >> bit & 1) != 0)
        {
            capabilities.features &= ~droppable[bit];
        }
    }
    return capabilities;
}

/// What is sent must itself be a PDU, and there must not be too much of it.
void
CheckControl(const ProcedureEnd& end)
{
    Require(end.control.size() <= MANY_PDUS, __LINE__);
    for (const ProcedureEnd::Pdu& pdu : end.control)
    {
        const BleControlParse parse = ParseBleControl(pdu.payload.data(), pdu.payload.size());
        Require(parse.status == BleControlParse::OK, __LINE__);
    }
}

void
Do(ProcedurePair& pair, ProcedureEnd& end, uint8_t what, uint8_t detail)
{
    BleProcedures& procedures = end.procedures;
    BleConnectionParameters parameters;
    switch (what)
    {
    case 0:
        return procedures.StartFeatureExchange();
    case 1:
        return procedures.StartVersionExchange();
    case 2:
        return procedures.StartDataLengthUpdate(27 + 30 * detail, 328 + 2000 * detail);
    case 3:
    case 4: {
        const auto mode = static_cast<BlePhyMode>(detail % BLE_PHY_MODES);
        const uint64_t needed = mode == BlePhyMode::LE_2M ? ble::FEATURE_2M_PHY
                                : IsBleCoded(mode)        ? ble::FEATURE_CODED_PHY
                                                          : 0;
        if ((procedures.GetCapabilities().features & needed) == needed)
        {
            procedures.StartPhyUpdate(mode);
        }
        return;
    }
    case 5:
        parameters.interval = MicroSeconds(7500 + 12500 * detail);
        parameters.latency = detail;
        return procedures.StartConnectionUpdate(parameters);
    case 6:
        return pair.central.procedures.StartChannelMapUpdate(BleChannelMap(3U << detail));
    case 7:
    case 8:
        return pair.central.procedures.StartEncryption(BleKey{detail});
    case 9:
        pair.peripheral.key = detail == 7 ? std::nullopt : std::optional(BleKey{detail});
        return;
    case 10:
        return procedures.StartPing();
    case 11:
        end.data += detail;
        return;
    case 12:
        end.accept = detail % 2 == 0;
        return;
    case 13:
        if (detail == 7)
        {
            procedures.StartTermination(BleError::REMOTE_USER_TERMINATED);
        }
        return;
    default:
        pair.Events(1U << detail % 4);
    }
}

} // namespace

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    if (size < 3 || size > LONGEST_INPUT)
    {
        return 0;
    }
    ProcedurePair pair(Capabilities(data[0]), Capabilities(data[1]));
    pair.SetCounter(data[2] * UINT64_C(257));
    pair.peripheral.key = BleKey{0};
    bool honest = true;
    for (std::size_t at = 3; at < size && !pair.central.closed && !pair.peripheral.closed;)
    {
        const uint8_t step = data[at++];
        ProcedureEnd& end = (step & 1) == 0 ? pair.central : pair.peripheral;
        const uint8_t what = step >> 1 & 15;
        const uint8_t detail = step >> 5;
        if (what == 15)
        {
            const std::size_t wanted = at < size ? data[at++] : 0;
            const std::size_t length = std::min(wanted, size - at);
            end.Hear(Bytes(data + at, data + at + length));
            at += length;
            honest = false;
        }
        else
        {
            Do(pair, end, what, detail);
        }
        CheckControl(pair.central);
        CheckControl(pair.peripheral);
        if (what >= 8)
        {
            pair.Event(1 + detail % 3);
        }
    }

    bool goodbye = false;
    for (const ProcedureEnd* end : {&pair.central, &pair.peripheral})
    {
        goodbye = goodbye || end->procedures.IsTerminating() || end->micFailures > 0;
    }
    if (honest && !goodbye)
    {
        // Keys may differ, which only shows now; nothing else may end this link.
        const uint32_t events = pair.Settle(20000);
        Require(pair.disagreements == 0, __LINE__);
        if (!pair.central.closed && !pair.peripheral.closed)
        {
            Require(events < 20000, __LINE__);
            Require(pair.central.encryptTx == pair.peripheral.encryptRx, __LINE__);
            Require(pair.central.encryptRx == pair.peripheral.encryptTx, __LINE__);
            Require(pair.central.length.txOctets == pair.peripheral.length.rxOctets, __LINE__);
            Require(pair.central.length.rxTimeUs == pair.peripheral.length.txTimeUs, __LINE__);
            Require(pair.central.data == 0 && pair.peripheral.data == 0, __LINE__);
            Require(pair.peripheral.Refused(BleRefusal::COLLISION) == 0, __LINE__);
            for (const ProcedureEnd* end : {&pair.central, &pair.peripheral})
            {
                Require(end->Refused(BleRefusal::MALFORMED) == 0, __LINE__);
                Require(end->Refused(BleRefusal::BAD_VALUE) == 0, __LINE__);
                Require(end->Refused(BleRefusal::UNEXPECTED) == 0, __LINE__);
                Require(end->Refused(BleRefusal::FORBIDDEN) == 0, __LINE__);
                Require(end->Refused(BleRefusal::FLOOD) == 0, __LINE__);
            }
        }
        else
        {
            Require(pair.central.micFailures + pair.peripheral.micFailures == 1 ||
                        pair.central.procedures.IsTerminating() ||
                        pair.peripheral.procedures.IsTerminating(),
                    __LINE__);
        }
        return 0;
    }
    // Left alone, an end comes to rest at the latest when its answers are overdue.
    for (ProcedureEnd* end : {&pair.central, &pair.peripheral})
    {
        for (uint32_t i = 0; i < 2 * LONGEST_INPUT && !end->closed; ++i)
        {
            for (std::size_t sent = 0; sent < MANY_PDUS; ++sent)
            {
                end->procedures.Sent(0);
            }
            end->Said();
            if (end->procedures.IsIdle())
            {
                break;
            }
            end->counter += 40000;
            end->Begin(pair.now + Seconds(1000 + 41 * i));
            CheckControl(*end);
        }
        Require(end->closed || end->procedures.IsIdle(), __LINE__);
    }
    return 0;
}
