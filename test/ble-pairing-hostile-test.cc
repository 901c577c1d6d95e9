// SPDX-License-Identifier: GPL-2.0-only

// A pairing with a peer, or someone between, that does not keep to the rules: it ends once, with
// a reason, and never with a key that the two ends do not share.

#include "ble-pairing-bench.h"

#include "ns3/ble-pairing.h"
#include "ns3/test.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

using Role = BlePairing::Role;

/// The commands of a good pairing that go to one end.
std::vector<Bytes>
Heard(bool byResponder, bool compare, uint32_t seed)
{
    std::vector<Bytes> heard;
    PairingAir air(compare, seed);
    air.tamper = [&](bool toResponder, Bytes& octets) {
        if (toResponder == byResponder)
        {
            heard.push_back(octets);
        }
    };
    air.Pair();
    return heard;
}

std::string
Name(std::size_t command, std::size_t octet)
{
    return "command " + std::to_string(command) + ", octet " + std::to_string(octet);
}

class HostileBits : public TestCase
{
  public:
    HostileBits()
        : TestCase("a bit changed in any octet of any command is noticed")
    {
    }

  private:
    void DoRun() override
    {
        for (const bool compare : {false, true})
        {
            PairingAir good(compare, 10);
            std::vector<std::size_t> sizes;
            good.tamper = [&](bool, Bytes& octets) { sizes.push_back(octets.size()); };
            good.Pair();
            NS_TEST_ASSERT_MSG_EQ(sizes.size(), 9, "commands");
            for (std::size_t command = 0; command < sizes.size(); ++command)
            {
                for (std::size_t octet = 0; octet < sizes[command]; ++octet)
                {
                    One(compare, command, octet);
                }
            }
        }
    }

    void One(bool compare, std::size_t command, std::size_t octet)
    {
        PairingAir air(compare, 10);
        std::size_t nth = 0;
        bool responderHeardIt = false;
        air.tamper = [&](bool toResponder, Bytes& octets) {
            if (nth++ == command)
            {
                octets[octet] ^= 1 << (command + octet) % 8;
                responderHeardIt = toResponder;
            }
        };
        air.Pair();
        const PairingEnd& heard = responderHeardIt ? air.responder : air.initiator;
        const PairingEnd& other = responderHeardIt ? air.initiator : air.responder;
        const std::string where = Name(command, octet);
        // Nothing covers the flags of key distribution, which are not used, nor those reserved.
        const bool free = command <= 1 && octet >= 5;
        if (free && heard.ltk)
        {
            NS_TEST_EXPECT_MSG_EQ((heard.ltk == other.ltk), true, where);
            return;
        }
        NS_TEST_EXPECT_MSG_EQ(heard.ltk.has_value(), false, where);
        NS_TEST_EXPECT_MSG_EQ(heard.calls, 1, where);
        NS_TEST_EXPECT_MSG_EQ(other.calls, 1, where);
        // The responder is sure once it heard Ea. What only Eb shows, itself or the features of
        // the responder, the initiator learns when the responder has its key.
        const bool shownByEb = command == 8 || command == 1;
        NS_TEST_EXPECT_MSG_EQ((other.ltk.has_value() && !shownByEb), false, where);
    }
};

class HostileOrder : public TestCase
{
  public:
    HostileOrder()
        : TestCase("every command in every state but its own ends the pairing")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<Bytes> commands{FromHex("01030009100000"),
                                          FromHex("02030009100000"),
                                          Bytes(17, 0x03),
                                          Bytes(17, 0x04),
                                          FromHex("0508"),
                                          FromHex("0b09"),
                                          Heard(true, false, 11).at(1),
                                          Bytes(17, 0x0d),
                                          Bytes(1, 0x06),
                                          {},
                                          Bytes(300, 0xff)};
        for (const bool responder : {true, false})
        {
            const std::vector<Bytes> script = Heard(responder, false, 11);
            for (std::size_t heard = 0; heard < script.size(); ++heard)
            {
                for (const Bytes& command : commands)
                {
                    After(responder, script, heard, command);
                }
            }
        }
    }

    static BleSmpReason Reason(const Bytes& command, bool responder)
    {
        const BleSmpParse parsed = ParseBleSmp(command.data(), command.size());
        switch (parsed.status)
        {
        case BleSmpParse::Status::UNKNOWN_CODE:
            return BleSmpReason::COMMAND_NOT_SUPPORTED;
        case BleSmpParse::Status::OK:
            // What the other role alone may say is none of this end's commands.
            return command[0] == (responder ? 0x0b : 0x01) ? BleSmpReason::COMMAND_NOT_SUPPORTED
                                                           : BleSmpReason::UNSPECIFIED_REASON;
        default:
            return BleSmpReason::INVALID_PARAMETERS;
        }
    }

    void After(bool responder,
               const std::vector<Bytes>& script,
               std::size_t heard,
               const Bytes& command)
    {
        const auto settings = PairingAir::DefaultSettings(false);
        PairingEnd end(responder ? PairingAir::AsResponder(settings) : settings,
                       responder ? 23 : 22);
        if (!responder)
        {
            end.pairing->Start();
        }
        for (std::size_t i = 0; i < heard; ++i)
        {
            end.Receive(script[i]);
        }
        const std::string where = std::string(responder ? "responder" : "initiator") + " after " +
                                  std::to_string(heard) + ", code " +
                                  (command.empty() ? "none" : std::to_string(command[0]));
        NS_TEST_ASSERT_MSG_EQ(end.calls, 0, where);
        end.TakeSent();
        const uint8_t code = command.empty() ? 0 : command[0];
        const bool asked = code == 0x0b && !responder;
        // A value that is wrong there but of the right kind is the business of the other cases.
        if (asked || (!command.empty() && code == script[heard][0]))
        {
            return;
        }
        end.Receive(command);
        const std::vector<Bytes> sent = end.TakeSent();
        if (code == 0x05)
        {
            const bool begun = heard > 0 || !responder;
            NS_TEST_EXPECT_MSG_EQ(end.calls, (begun ? 1 : 0), where);
            NS_TEST_EXPECT_MSG_EQ(sent.size(), 0, where);
            return;
        }
        NS_TEST_EXPECT_MSG_EQ(end.calls, 1, where);
        NS_TEST_EXPECT_MSG_EQ(end.ltk.has_value(), false, where);
        NS_TEST_ASSERT_MSG_EQ(sent.size(), 1, where);
        NS_TEST_ASSERT_MSG_EQ(sent[0].size(), 2, where);
        NS_TEST_EXPECT_MSG_EQ(sent[0][0], 0x05, where);
        NS_TEST_EXPECT_MSG_EQ(sent[0][1], static_cast<uint8_t>(*end.reason), where);
        NS_TEST_EXPECT_MSG_EQ((*end.reason == Reason(command, responder)), true, where);
        // The end of it: what comes now is not even answered.
        for (const Bytes& octets : script)
        {
            end.Receive(octets);
        }
        end.pairing->Start();
        end.pairing->Timeout();
        end.pairing->Cancel(BleSmpReason::BUSY);
        NS_TEST_EXPECT_MSG_EQ(end.calls, 1, where);
        NS_TEST_EXPECT_MSG_EQ(end.TakeSent().size(), 0, where);
    }
};

class HostileKeys : public TestCase
{
  public:
    HostileKeys()
        : TestCase("reflected and invalid public keys (2.3.5.6.1; CVE-2018-5383, CVE-2020-26558)")
    {
    }

  private:
    void DoRun() override
    {
        for (const bool responder : {true, false})
        {
            // One seed, one key: what this end will say in the next pairing is known.
            const std::vector<Bytes> own = Heard(!responder, false, 12);
            for (const Bytes& octets : own)
            {
                if (octets[0] == 0x0c)
                {
                    Refused(responder, octets, "its own key");
                    Refused(responder, Negated(octets), "its own key, negated");
                }
            }
            Bytes off = Heard(responder, false, 12).at(1);
            off.at(33) ^= 1;
            Refused(responder, off, "not on the curve");
            Bytes flat = Heard(responder, false, 12).at(1);
            std::fill(flat.begin() + 33, flat.end(), 0);
            Refused(responder, flat, "y of zero");
            Bytes zero(65);
            zero[0] = 0x0c;
            Refused(responder, zero, "zeros");
        }
    }

    /// (x, p - y): the point whose secret has the same x.
    static Bytes Negated(Bytes key)
    {
        const Bytes prime =
            FromHex("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff");
        int borrow = 0;
        for (std::size_t i = 0; i < 32; ++i)
        {
            const int digit = prime[31 - i] - key[33 + i] - borrow;
            borrow = digit < 0 ? 1 : 0;
            key[33 + i] = static_cast<uint8_t>(digit + 256 * borrow);
        }
        return key;
    }

    void Refused(bool responder, const Bytes& key, const char* what)
    {
        PairingAir air(false, 12);
        air.tamper = [&](bool toResponder, Bytes& octets) {
            if (toResponder == responder && octets[0] == 0x0c)
            {
                octets = key;
            }
        };
        air.Pair();
        for (const PairingEnd* end : {&air.initiator, &air.responder})
        {
            NS_TEST_EXPECT_MSG_EQ(end->ltk.has_value(), false, what);
            NS_TEST_EXPECT_MSG_EQ((end->reason == BleSmpReason::INVALID_PARAMETERS), true, what);
        }
    }
};

/// Before there are keys everything is zero, and a check over zeros is what anyone can compute.
class HostileEarlyCheck : public TestCase
{
  public:
    HostileEarlyCheck()
        : TestCase("a check that would be right for keys of zeros comes too early")
    {
    }

  private:
    void DoRun() override
    {
        const auto settings = PairingAir::DefaultSettings(false);
        for (const bool responder : {true, false})
        {
            const std::vector<Bytes> script = Heard(responder, false, 12);
            PairingEnd end(responder ? PairingAir::AsResponder(settings) : settings, 24);
            if (!responder)
            {
                end.pairing->Start();
            }
            end.Receive(script[0]);
            const BleIoCap ioCap{0x09, 0, 3};
            const BleKey check = BleSmpF6({},
                                          {},
                                          {},
                                          {},
                                          ioCap,
                                          responder ? settings.initiator : settings.responder,
                                          responder ? settings.responder : settings.initiator);
            end.Receive(EncodeBleSmp(BlePairingDhKeyCheck{check}));
            NS_TEST_EXPECT_MSG_EQ(end.ltk.has_value(), false, "responder: " << responder);
            NS_TEST_EXPECT_MSG_EQ((end.reason == BleSmpReason::UNSPECIFIED_REASON),
                                  true,
                                  "responder: " << responder);
        }
    }
};

class HostileFeatures : public TestCase
{
  public:
    HostileFeatures()
        : TestCase("what Secure Connections with a full key does not go with")
    {
    }

  private:
    void DoRun() override
    {
        for (const bool request : {true, false})
        {
            Expect(request, {3, 0, 0x09, 16, 0, 0}, BleSmpReason::SUCCESS);
            Expect(request, {3, 0, 0x01, 16, 0, 0}, BleSmpReason::AUTHENTICATION_REQUIREMENTS);
            Expect(request, {3, 1, 0x09, 16, 0, 0}, BleSmpReason::OOB_NOT_AVAILABLE);
            Expect(request, {3, 0, 0x09, 15, 0, 0}, BleSmpReason::ENCRYPTION_KEY_SIZE);
            Expect(request, {3, 0, 0x09, 7, 0, 0}, BleSmpReason::ENCRYPTION_KEY_SIZE);
            Expect(request, {3, 0, 0x09, 6, 0, 0}, BleSmpReason::INVALID_PARAMETERS);
            Expect(request, {5, 0, 0x09, 16, 0, 0}, BleSmpReason::INVALID_PARAMETERS);
            Expect(request, {3, 2, 0x09, 16, 0, 0}, BleSmpReason::INVALID_PARAMETERS);
            Expect(request, {3, 0, 0x09, 16, 0xf0, 0xf0}, BleSmpReason::SUCCESS);
            // A request may offer keys; a response may not promise what was not asked for.
            const auto keys = request ? BleSmpReason::SUCCESS : BleSmpReason::INVALID_PARAMETERS;
            Expect(request, {3, 0, 0x09, 16, 1, 0}, keys);
            Expect(request, {3, 0, 0x09, 16, 0, 8}, keys);
            // Passkey entry, which the peer's wish alone is enough for.
            const auto passkey = BleSmpReason::AUTHENTICATION_REQUIREMENTS;
            const auto display = BleIoCapability::DISPLAY_ONLY;
            const auto keyboard = BleIoCapability::KEYBOARD_ONLY;
            Expect(request, {2, 0, 0x0d, 16, 0, 0}, passkey, display);
            Expect(request, {0, 0, 0x0d, 16, 0, 0}, passkey, keyboard);
            Expect(request, {2, 0, 0x09, 16, 0, 0}, BleSmpReason::SUCCESS, display);
            Expect(request, {0, 0, 0x09, 16, 0, 0}, BleSmpReason::SUCCESS, keyboard);
        }
    }

    void Expect(bool request,
                const Bytes& features,
                BleSmpReason reason,
                BleIoCapability own = BleIoCapability::NO_INPUT_NO_OUTPUT)
    {
        auto settings = PairingAir::DefaultSettings(false);
        auto peer = settings;
        settings.ioCapability = own;
        peer.ioCapability = static_cast<BleIoCapability>(features[0]);
        PairingAir air(request ? peer : settings,
                       PairingAir::AsResponder(request ? settings : peer),
                       13);
        air.tamper = [&](bool toResponder, Bytes& octets) {
            if (octets[0] == (request ? 0x01 : 0x02) && toResponder == request)
            {
                std::copy(features.begin(), features.end(), octets.begin() + 1);
            }
        };
        air.Pair();
        const PairingEnd& end = request ? air.responder : air.initiator;
        NS_TEST_EXPECT_MSG_EQ((end.reason == reason),
                              true,
                              ToHex(features) << ": " << ToString(*end.reason));
        const bool good = reason == BleSmpReason::SUCCESS;
        NS_TEST_EXPECT_MSG_EQ(end.ltk.has_value(), good, ToHex(features));
        NS_TEST_EXPECT_MSG_EQ(end.pairing->GetMethod().has_value(), good, ToHex(features));
    }
};

class HostileChecks : public TestCase
{
  public:
    HostileChecks()
        : TestCase("which reason a wrong value has; what a peer can say of its failure")
    {
    }

  private:
    void DoRun() override
    {
        Changed("3<", BleSmpReason::CONFIRM_VALUE_FAILED); // commits to another nonce
        Changed("4<", BleSmpReason::CONFIRM_VALUE_FAILED);
        Changed("d>", BleSmpReason::DHKEY_CHECK_FAILED);
        Changed("d<", BleSmpReason::DHKEY_CHECK_FAILED);
        // The responder went on with another nonce than the initiator has, and says so last.
        Changed("4>", BleSmpReason::DHKEY_CHECK_FAILED);
        for (int code = 0; code < 256; ++code)
        {
            PairingEnd end(PairingAir::DefaultSettings(false), 14);
            end.pairing->Start();
            end.Receive({0x05, static_cast<uint8_t>(code)});
            const bool known = code >= 1 && code <= 0x10;
            const auto expected =
                known ? static_cast<BleSmpReason>(code) : BleSmpReason::UNSPECIFIED_REASON;
            NS_TEST_EXPECT_MSG_EQ((end.reason == expected), true, "reason " << code);
            NS_TEST_EXPECT_MSG_EQ(end.ltk.has_value(), false, "reason " << code);
        }
    }

    void Changed(const std::string& which, BleSmpReason reason)
    {
        PairingAir air(false, 14);
        air.tamper = [&](bool, Bytes& octets) {
            if (air.codes.substr(air.codes.size() - 2) == which)
            {
                octets.back() ^= 0x80;
            }
        };
        air.Pair();
        NS_TEST_EXPECT_MSG_EQ((air.initiator.reason == reason), true, which);
        NS_TEST_EXPECT_MSG_EQ(air.initiator.ltk.has_value(), false, which);
    }
};

class PairingEnds : public TestCase
{
  public:
    PairingEnds()
        : TestCase("silence, cancellation, and an owner that destroys it when told")
    {
    }

  private:
    void DoRun() override
    {
        PairingEnd silent(PairingAir::DefaultSettings(false), 15);
        silent.pairing->Start();
        silent.TakeSent();
        silent.pairing->Timeout();
        NS_TEST_EXPECT_MSG_EQ((silent.reason == BleSmpReason::TIMEOUT), true, "timeout");
        NS_TEST_EXPECT_MSG_EQ(silent.TakeSent().size(), 0, "without a word (3.4)");
        NS_TEST_EXPECT_MSG_EQ(silent.pairing->IsRunning(), false, "ended");

        PairingEnd cancelled(PairingAir::DefaultSettings(false), 15);
        cancelled.pairing->Start();
        cancelled.TakeSent();
        cancelled.pairing->Cancel(BleSmpReason::REPEATED_ATTEMPTS);
        NS_TEST_EXPECT_MSG_EQ((cancelled.reason == BleSmpReason::REPEATED_ATTEMPTS), true, "why");
        NS_TEST_EXPECT_MSG_EQ(ToHex(cancelled.TakeSent().at(0)), "0509", "told");

        // An owner that gives up at the word of failure itself is told once all the same.
        int calls = 0;
        BlePairing* hasty = nullptr;
        BlePairing::Callbacks once;
        once.send = [&](const Bytes& octets) {
            if (octets[0] == 0x05)
            {
                hasty->Timeout();
            }
        };
        once.random = [] { return 0U; };
        once.done = [&](const std::optional<BleKey>&, BleSmpReason) { ++calls; };
        BlePairing failing(PairingAir::DefaultSettings(false), once);
        hasty = &failing;
        failing.Start();
        failing.Cancel(BleSmpReason::BUSY);
        NS_TEST_EXPECT_MSG_EQ(calls, 1, "told once");

        // Once by a failure, once by a key.
        for (const bool good : {false, true})
        {
            PairingAir air(false, 16);
            std::unique_ptr<BlePairing> pairing;
            std::optional<BleKey> key;
            BlePairing::Callbacks callbacks;
            callbacks.send = [&](const Bytes& octets) { air.flying.emplace_back(false, octets); };
            callbacks.random = [] { return 0x12345678U; };
            callbacks.done = [&](const std::optional<BleKey>& ltk, BleSmpReason) {
                pairing.reset();
                key = ltk;
            };
            pairing = std::make_unique<BlePairing>(
                PairingAir::AsResponder(PairingAir::DefaultSettings(false)),
                callbacks);
            air.initiator.pairing->Start();
            air.Collect();
            while (!air.flying.empty() && (good || pairing))
            {
                const auto [toResponder, octets] = air.flying.front();
                air.flying.pop_front();
                if (!toResponder)
                {
                    air.initiator.Receive(octets);
                    air.Collect();
                }
                else if (pairing)
                {
                    pairing->Receive(octets.data(), good || octets[0] == 1 ? octets.size() : 1);
                }
            }
            NS_TEST_EXPECT_MSG_EQ((pairing == nullptr), true, "destroyed");
            NS_TEST_EXPECT_MSG_EQ(key.has_value(), good, "key");
            NS_TEST_EXPECT_MSG_EQ((key == air.initiator.ltk), true, "key");
        }
    }
};

class PairingHostileSuite : public TestSuite
{
  public:
    PairingHostileSuite()
        : TestSuite("iomt-ble-pairing-hostile", TestSuite::Type::UNIT)
    {
        AddTestCase(new HostileBits);
        AddTestCase(new HostileOrder);
        AddTestCase(new HostileKeys);
        AddTestCase(new HostileEarlyCheck);
        AddTestCase(new HostileFeatures);
        AddTestCase(new HostileChecks);
        AddTestCase(new PairingEnds);
    }
};

const PairingHostileSuite SUITE;

} // namespace
