// SPDX-License-Identifier: GPL-2.0-only

/**
 * @file
 * @brief Two ends of a pairing with someone between them: each is told its end at most once, both
 * fall silent, and a key at both is one key.
 *
 * Input: the first octet chooses the settings. Then for each command that flies by one octet says
 * what becomes of it: lost, repeated, an octet of it changed (two octets: where and by what),
 * another in its place (one octet of length and the command), one more in front (the same), sent
 * back to who sent it; all other values let it through.
 */

#include "ns3/ble-pairing.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <memory>
#include <optional>
#include <utility>

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

/// Octets of the input, zeros behind its end.
struct Input
{
    const uint8_t* data;
    std::size_t size;

    uint8_t Take()
    {
        if (size == 0)
        {
            return 0;
        }
        --size;
        return *data++;
    }

    Bytes TakeSome()
    {
        const std::size_t length = std::min<std::size_t>(Take(), size);
        const Bytes octets(data, data + length);
        data += length;
        size -= length;
        return octets;
    }
};

/// Commands on their way, and whether to the responder.
using Air = std::deque<std::pair<bool, Bytes>>;

struct End
{
    End(Air& air, bool isInitiator, uint8_t choice)
        : draw(isInitiator ? 1 : 2)
    {
        BlePairing::Settings settings;
        settings.role = isInitiator ? BlePairing::Role::INITIATOR : BlePairing::Role::RESPONDER;
        settings.ioCapability = static_cast<BleIoCapability>((choice & 0x0f) % 5);
        settings.authenticated = (choice & 0x10) != 0;
        BlePairing::Callbacks callbacks;
        callbacks.send = [&air, isInitiator](const Bytes& octets) {
            Require(!octets.empty() && octets.size() <= BLE_SMP_MTU);
            air.emplace_back(isInitiator, octets);
        };
        callbacks.done = [this](const std::optional<BleKey>& key, BleSmpReason reason) {
            Require(!told);
            Require(key.has_value() == (reason == BleSmpReason::SUCCESS));
            told = true;
            ltk = key;
            pairing.reset();
        };
        callbacks.random = [this] { return draw = draw * 1664525 + 1013904223; };
        if ((choice & 0x20) == 0)
        {
            callbacks.compare = [choice](uint32_t number) {
                Require(number < 1'000'000);
                return (choice & 0x40) == 0;
            };
        }
        pairing = std::make_unique<BlePairing>(settings, std::move(callbacks));
    }

    void Receive(const Bytes& octets)
    {
        if (pairing)
        {
            pairing->Receive(octets.data(), octets.size());
        }
    }

    uint32_t draw;
    bool told{false};
    std::optional<BleKey> ltk;
    std::unique_ptr<BlePairing> pairing;
};

} // namespace

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    Input input{data, size};
    Air air;
    const uint8_t choice = input.Take();
    End initiator(air, true, choice);
    End responder(air, false, choice & 0x80 ? input.Take() : choice);
    if (input.size > 0 && (*input.data & 1) != 0)
    {
        responder.pairing->Start();
    }
    initiator.pairing->Start();
    // An end says at most six commands and one of failure for whatever it is told.
    for (int steps = 0; !air.empty(); ++steps)
    {
        Require(steps < 10'000);
        auto [toResponder, octets] = air.front();
        air.pop_front();
        End& to = toResponder ? responder : initiator;
        switch (input.Take())
        {
        case 1: // lost
            continue;
        case 2: // repeated
            to.Receive(octets);
            break;
        case 3: { // changed
            const std::size_t where = input.Take() % octets.size();
            octets[where] ^= input.Take();
            break;
        }
        case 4: // replaced
            octets = input.TakeSome();
            break;
        case 5: // one more in front
            to.Receive(input.TakeSome());
            break;
        case 6: // reflected
            (toResponder ? initiator : responder).Receive(octets);
            continue;
        default:
            break;
        }
        to.Receive(octets);
    }
    if (initiator.ltk && responder.ltk)
    {
        Require(*initiator.ltk == *responder.ltk);
    }
    // The responder may have a key alone, when its check did not arrive; the initiator may not.
    Require(!initiator.ltk || responder.ltk);
    for (End* end : {&initiator, &responder})
    {
        if (end->pairing)
        {
            end->pairing->Timeout();
        }
        Require(end->told && !end->pairing);
    }
    return 0;
}
