// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_TEST_BLE_PROCEDURES_BENCH_H
#define IOMT_TEST_BLE_PROCEDURES_BENCH_H

#include "ns3/ble-procedures.h"

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ns3::iomt
{

/// A link of control PDUs only: no radio, no loss, and every request of the procedures on record.
class ProcedureEnd : public BleProcedureHost
{
  public:
    ProcedureEnd(bool central, const BleCapabilities& capabilities)
        : m_central(central),
          procedures(*this, capabilities)
    {
    }

    /// A PDU on its way.
    struct Pdu
    {
        uint8_t llid{3};
        Bytes payload;
        bool encrypted{false};
    };

    // What is in force, and what has happened.
    uint64_t counter{0};
    BleConnectionParameters parameters;
    BleTransmitWindow window; //!< of the last connection update
    BleChannelMap channels;
    BlePhyMode tx{BlePhyMode::LE_1M};
    BlePhyMode rx{BlePhyMode::LE_1M};
    BleDataLength length;
    bool paused{false};
    bool encryptTx{false};
    bool encryptRx{false};
    std::unique_ptr<BleLinkCipher> cipher;
    std::optional<BleError> closed;
    bool acknowledgedFirst{false}; //!< closed with one more packet
    std::vector<BleProcedureEvent> events;
    std::vector<std::pair<bool, BleError>> encryptions; //!< EncryptionChanged() calls
    std::deque<Pdu> control;
    uint32_t data{0};         //!< data PDUs that wait
    uint32_t receivedData{0}; //!< data PDUs that came
    uint32_t micFailures{0};

    // How it answers.
    std::optional<BleKey> key;
    bool accept{true};
    std::vector<BleConnectionParameters> asked; //!< AcceptParameters() calls
    BleTransmitWindow chosenWindow;
    bool deaf{false}; //!< acknowledges what comes, and does not read it

  private:
    // Before `procedures`, whose constructor might look.
    bool m_central;
    uint32_t m_random{1};
    std::map<uint64_t, std::pair<BleConnectionParameters, BleTransmitWindow>> m_parametersAt;
    std::map<uint64_t, BleChannelMap> m_mapAt;
    std::map<uint64_t, std::pair<BlePhyMode, BlePhyMode>> m_phyAt;

  public:
    BleProcedures procedures;

    /// @return how procedures ended: "local PHY update: success"
    std::vector<std::string> Ends() const
    {
        std::vector<std::string> ends;
        for (const BleProcedureEvent& event : events)
        {
            ends.push_back(std::string(event.local ? "local " : "peer's ") +
                           ToString(event.procedure) + ": " + ToString(event.status));
        }
        return ends;
    }

    uint64_t Refused(BleRefusal why) const
    {
        return procedures.GetRefusals()[static_cast<std::size_t>(why)];
    }

    uint64_t Refused() const
    {
        uint64_t sum = 0;
        for (const uint64_t count : procedures.GetRefusals())
        {
            sum += count;
        }
        return sum;
    }

    /// An event begins.
    void Begin(Time now)
    {
        while (!m_parametersAt.empty() && m_parametersAt.begin()->first <= counter)
        {
            std::tie(parameters, window) = m_parametersAt.begin()->second;
            m_parametersAt.erase(m_parametersAt.begin());
        }
        while (!m_mapAt.empty() && m_mapAt.begin()->first <= counter)
        {
            channels = m_mapAt.begin()->second;
            m_mapAt.erase(m_mapAt.begin());
        }
        while (!m_phyAt.empty() && m_phyAt.begin()->first <= counter)
        {
            std::tie(tx, rx) = m_phyAt.begin()->second;
            m_phyAt.erase(m_phyAt.begin());
        }
        procedures.AtEvent(now);
    }

    /// The next PDU on the air, of none an empty payload.
    Pdu Transmit()
    {
        Pdu pdu{1, {}, false};
        if (!control.empty())
        {
            pdu = control.front();
            control.pop_front();
        }
        else if (data > 0 && !paused)
        {
            --data;
            pdu = {2, {0xda}, encryptTx};
        }
        if (pdu.encrypted)
        {
            const std::size_t size = pdu.payload.size();
            pdu.payload.resize(size + BLE_MIC_SIZE);
            cipher->Seal(pdu.llid, pdu.payload.data(), size);
        }
        return pdu;
    }

    void Receive(Pdu pdu)
    {
        if (closed || pdu.payload.empty())
        {
            return;
        }
        std::size_t size = pdu.payload.size();
        if (encryptRx)
        {
            if (!cipher || !cipher->Open(pdu.llid, pdu.payload.data(), size))
            {
                ++micFailures;
                Close(BleError::MIC_FAILURE);
                return;
            }
            size -= BLE_MIC_SIZE;
        }
        if (deaf)
        {
            return;
        }
        if (pdu.llid == 3)
        {
            procedures.Receive(pdu.payload.data(), size);
        }
        else
        {
            ++receivedData;
            procedures.ReceivedData();
        }
    }

    /// Octets of the peer, past any cipher.
    void Hear(const Bytes& payload)
    {
        procedures.Receive(payload.data(), payload.size());
    }

    /// A PDU of the peer.
    void Hear(const BleControlPdu& pdu)
    {
        Hear(EncodeBleControl(pdu));
    }

    /// @return names of PDUs that wait to be sent, and take them as acknowledged
    std::vector<std::string> Said()
    {
        std::vector<std::string> said;
        while (!control.empty())
        {
            const uint8_t opcode = control.front().payload[0];
            control.pop_front();
            said.push_back(ToString(static_cast<BleOpcode>(opcode)));
            procedures.Sent(opcode);
        }
        return said;
    }

    // BleProcedureHost
    bool IsCentral() const override
    {
        return m_central;
    }

    uint64_t EventCounter() const override
    {
        return counter;
    }

    const BleConnectionParameters& GetParameters() const override
    {
        return parameters;
    }

    uint32_t Random() override
    {
        return m_random = m_random * 1664525 + 1013904223;
    }

    void SendControl(const std::vector<uint8_t>& payload) override
    {
        control.push_back({3, payload, encryptTx});
    }

    void SetDataLength(uint16_t txOctets,
                       uint16_t rxOctets,
                       uint16_t txTime,
                       uint16_t rxTime) override
    {
        length = {txOctets, rxOctets, txTime, rxTime};
    }

    void UpdateConnectionAt(uint64_t instant,
                            const BleConnectionParameters& value,
                            uint8_t winSize,
                            uint16_t winOffset) override
    {
        m_parametersAt[instant] = {value, BleTransmitWindow{winSize, winOffset}};
    }

    void UpdateChannelMapAt(uint64_t instant, BleChannelMap map) override
    {
        m_mapAt[instant] = map;
    }

    void UpdatePhyAt(uint64_t instant, BlePhyMode txMode, BlePhyMode rxMode) override
    {
        m_phyAt[instant] = {txMode, rxMode};
    }

    BleTransmitWindow ChooseWindow(const BleConnectionParameters&) override
    {
        return chosenWindow;
    }

    void PauseData(bool pause) override
    {
        paused = pause;
    }

    void SetCipher(std::unique_ptr<BleLinkCipher> value) override
    {
        cipher = std::move(value);
    }

    void EncryptTransmit(bool on) override
    {
        encryptTx = on;
    }

    void EncryptReceive(bool on) override
    {
        encryptRx = on;
    }

    std::optional<BleKey> LongTermKey(uint64_t, uint16_t) override
    {
        return key;
    }

    void EncryptionChanged(bool on, BleError status) override
    {
        encryptions.emplace_back(on, status);
    }

    bool AcceptParameters(const BleConnectionParameters& wanted) override
    {
        asked.push_back(wanted);
        return accept;
    }

    void Notify(BleProcedureEvent event) override
    {
        events.push_back(event);
    }

    void Close(BleError reason) override
    {
        closed = reason;
    }

    void CloseAcknowledged(BleError reason) override
    {
        acknowledgedFirst = true;
        closed = reason;
    }
};

/// Two ends and the events in which they meet.
class ProcedurePair
{
  public:
    explicit ProcedurePair(const BleCapabilities& ofCentral = {},
                           const BleCapabilities& ofPeripheral = {})
        : central(true, ofCentral),
          peripheral(false, ofPeripheral)
    {
    }

    ProcedureEnd central;
    ProcedureEnd peripheral;
    Time now;
    /// PDUs as they went over the air: "C LL_PHY_REQ", with a '*' behind if encrypted.
    std::vector<std::string> air;
    /// Events in which the ends did not mean the same by channel, PHY or parameters.
    uint32_t disagreements{0};

    void SetCounter(uint64_t counter)
    {
        central.counter = peripheral.counter = counter;
    }

    /// @return whether both ends would meet in this event
    bool Agree() const
    {
        const auto same = [](BlePhyMode tx, BlePhyMode rx) {
            return tx == rx || (IsBleCoded(tx) && IsBleCoded(rx));
        };
        return central.parameters == peripheral.parameters &&
               central.window.size == peripheral.window.size &&
               central.window.offset == peripheral.window.offset &&
               central.channels == peripheral.channels && same(central.tx, peripheral.rx) &&
               same(peripheral.tx, central.rx);
    }

    /// One connection event of at most so many packets of each end.
    void Event(uint32_t exchanges = 4)
    {
        now += central.parameters.interval;
        central.Begin(now);
        peripheral.Begin(now);
        disagreements += Agree() ? 0 : 1;
        uint8_t toAcknowledge = NOTHING; // of the peripheral's control PDUs, by the next packet
        for (uint32_t i = 0; i < exchanges && !central.closed && !peripheral.closed; ++i)
        {
            const auto down = Take("C ", central);
            Acknowledge(peripheral, toAcknowledge);
            peripheral.Receive(down.first);
            if (peripheral.closed && !peripheral.acknowledgedFirst)
            {
                break;
            }
            const auto up = Take("P ", peripheral);
            Acknowledge(central, down.second);
            central.Receive(up.first);
            toAcknowledge = up.second;
        }
        if (toAcknowledge != NOTHING && (!central.closed || central.acknowledgedFirst))
        {
            Acknowledge(peripheral, toAcknowledge);
        }
        ++central.counter;
        ++peripheral.counter;
    }

    void Events(uint32_t count)
    {
        for (uint32_t i = 0; i < count; ++i)
        {
            Event();
        }
    }

    /// Events until both ends are at rest. @return how many it took
    uint32_t Settle(uint32_t atMost = 100)
    {
        for (uint32_t i = 0; i < atMost; ++i)
        {
            if (central.procedures.IsIdle() && peripheral.procedures.IsIdle() &&
                central.data == 0 && peripheral.data == 0)
            {
                return i;
            }
            Event();
        }
        return atMost;
    }

  private:
    static constexpr uint8_t NOTHING = 0xff;

    /// Let an end send. @return the PDU and its opcode if it is a control PDU
    std::pair<ProcedureEnd::Pdu, uint8_t> Take(const char* who, ProcedureEnd& from)
    {
        uint8_t opcode = NOTHING;
        if (!from.control.empty())
        {
            const ProcedureEnd::Pdu& next = from.control.front();
            opcode = next.payload[0];
            air.push_back(who + ToString(static_cast<BleOpcode>(opcode)) +
                          (next.encrypted ? "*" : ""));
        }
        else if (from.data > 0 && !from.paused)
        {
            air.push_back(std::string(who) + "data" + (from.encryptTx ? "*" : ""));
        }
        return {from.Transmit(), opcode};
    }

    static void Acknowledge(ProcedureEnd& end, uint8_t opcode)
    {
        if (opcode != NOTHING)
        {
            end.procedures.Sent(opcode);
        }
    }
};

/// Lines, for a comparison whose failure can be read.
inline std::string
Lines(const std::vector<std::string>& parts)
{
    std::string text;
    for (const std::string& part : parts)
    {
        text += (text.empty() ? "" : ", ") + part;
    }
    return text;
}

} // namespace ns3::iomt

#endif // IOMT_TEST_BLE_PROCEDURES_BENCH_H
