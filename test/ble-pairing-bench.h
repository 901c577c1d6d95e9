// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_PAIRING_BENCH_H
#define IOMT_BLE_PAIRING_BENCH_H

#include "ns3/ble-pairing.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace ns3::iomt
{

/// One end of a pairing and what became of it.
struct PairingEnd
{
    PairingEnd(const BlePairing::Settings& settings, uint32_t seed, bool blind = false)
        : engine(seed)
    {
        BlePairing::Callbacks callbacks;
        callbacks.send = [this](const Bytes& octets) { sent.push_back(octets); };
        callbacks.done = [this](const std::optional<BleKey>& key, BleSmpReason why) {
            ltk = key;
            reason = why;
            ++calls;
        };
        callbacks.random = [this] {
            if (nextDraw < draws.size())
            {
                return draws[nextDraw++];
            }
            return static_cast<uint32_t>(engine());
        };
        if (!blind)
        {
            callbacks.compare = [this](uint32_t digits) {
                number = digits;
                return accepts;
            };
        }
        pairing = std::make_unique<BlePairing>(settings, std::move(callbacks));
    }

    PairingEnd(const PairingEnd&) = delete;
    PairingEnd& operator=(const PairingEnd&) = delete;

    void Receive(const Bytes& octets)
    {
        pairing->Receive(octets.data(), octets.size());
    }

    std::vector<Bytes> TakeSent()
    {
        return std::exchange(sent, {});
    }

    std::vector<uint32_t> draws; //!< given out before those of `engine`
    std::size_t nextDraw{0};
    std::mt19937 engine;
    std::vector<Bytes> sent;
    bool accepts{true};
    std::optional<uint32_t> number; //!< shown to those who compare
    std::optional<BleKey> ltk;
    std::optional<BleSmpReason> reason;
    int calls{0}; //!< how often the end was told
    std::unique_ptr<BlePairing> pairing;
};

/// Two ends and what is between them.
struct PairingAir
{
    /// @param compare numbers, or Just Works @param seed of keys and nonces
    PairingAir(bool compare, uint32_t seed)
        : PairingAir(DefaultSettings(compare), AsResponder(DefaultSettings(compare)), seed)
    {
    }

    PairingAir(const BlePairing::Settings& ofInitiator,
               const BlePairing::Settings& ofResponder,
               uint32_t seed,
               bool blind = false)
        : initiator(ofInitiator, 2 * seed, blind),
          responder(ofResponder, 2 * seed + 1, blind)
    {
    }

    static BlePairing::Settings DefaultSettings(bool compare)
    {
        BlePairing::Settings settings;
        settings.initiator = {0, 0x56, 0x12, 0x37, 0x37, 0xbf, 0xce};
        settings.responder = {1, 0xa7, 0x13, 0x70, 0x2d, 0xcf, 0xc1};
        settings.ioCapability =
            compare ? BleIoCapability::DISPLAY_YES_NO : BleIoCapability::NO_INPUT_NO_OUTPUT;
        settings.authenticated = compare;
        return settings;
    }

    static BlePairing::Settings AsResponder(BlePairing::Settings settings)
    {
        settings.role = BlePairing::Role::RESPONDER;
        return settings;
    }

    /// The initiator begins; all that follows.
    void Pair()
    {
        initiator.pairing->Start();
        Run();
    }

    /// Deliver until both are silent.
    void Run()
    {
        Collect();
        while (!flying.empty())
        {
            auto [toResponder, octets] = flying.front();
            flying.pop_front();
            if (!octets.empty())
            {
                static constexpr char DIGITS[] = "0123456789abcdef";
                codes += DIGITS[octets[0] & 0x0f];
                codes += toResponder ? '>' : '<';
            }
            if (tamper)
            {
                tamper(toResponder, octets);
            }
            (toResponder ? responder : initiator).Receive(octets);
            Collect();
        }
    }

    void Collect()
    {
        for (Bytes& octets : initiator.TakeSent())
        {
            flying.emplace_back(true, std::move(octets));
        }
        for (Bytes& octets : responder.TakeSent())
        {
            flying.emplace_back(false, std::move(octets));
        }
    }

    PairingEnd initiator;
    PairingEnd responder;
    /// Changes what flies by; whether it goes to the responder, and the command.
    std::function<void(bool, Bytes&)> tamper;
    std::deque<std::pair<bool, Bytes>> flying;
    std::string codes; //!< "1>2<": the codes in order, ">" to the responder
};

} // namespace ns3::iomt

#endif // IOMT_BLE_PAIRING_BENCH_H
