// SPDX-License-Identifier: GPL-2.0-only

#include "ble-pairing.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace ns3::iomt
{

namespace
{

constexpr uint8_t LE_KEYS = 0x0f; // flags of key distribution that are not reserved (3.6.1)
constexpr uint8_t FULL_KEY = 16;  // [octets]

/// @return whether it shows a number and takes a yes or no
bool
Compares(BleIoCapability capability)
{
    return capability == BleIoCapability::DISPLAY_YES_NO ||
           capability == BleIoCapability::KEYBOARD_DISPLAY;
}

/// @return whether it takes in a passkey
bool
HasKeyboard(BleIoCapability capability)
{
    return capability == BleIoCapability::KEYBOARD_ONLY ||
           capability == BleIoCapability::KEYBOARD_DISPLAY;
}

/// A reason out of Pairing Failed; a peer cannot make a failure look like another outcome.
BleSmpReason
FromAir(BleSmpReason reason)
{
    const bool known = reason != BleSmpReason::SUCCESS && reason <= BleSmpReason::BUSY;
    return known ? reason : BleSmpReason::UNSPECIFIED_REASON;
}

} // namespace

BlePairing::BlePairing(const Settings& settings, Callbacks callbacks)
    : m_settings(settings),
      m_callbacks(std::move(callbacks))
{
    if (!m_callbacks.send || !m_callbacks.done || !m_callbacks.random)
    {
        throw std::invalid_argument("a pairing needs the callbacks send, done and random");
    }
}

BlePairing::~BlePairing() = default;

void
BlePairing::Start()
{
    if (m_state != State::IDLE)
    {
        return;
    }
    if (IsInitiator())
    {
        m_state = State::WAIT_RESPONSE;
        Send(BlePairingRequest{OwnFeatures()});
    }
    else
    {
        m_state = State::SECURITY_REQUESTED;
        Send(BleSecurityRequest{OwnFeatures().authReq});
    }
}

void
BlePairing::Receive(const uint8_t* data, std::size_t size)
{
    if (m_state == State::FINISHED)
    {
        return;
    }
    const BleSmpParse parsed = ParseBleSmp(data, size);
    switch (parsed.status)
    {
    case BleSmpParse::Status::OK:
        std::visit([this](const auto& pdu) { On(pdu); }, *parsed.pdu);
        return;
    case BleSmpParse::Status::UNKNOWN_CODE:
        Fail(BleSmpReason::COMMAND_NOT_SUPPORTED);
        return;
    case BleSmpParse::Status::EMPTY:
    case BleSmpParse::Status::WRONG_LENGTH:
    case BleSmpParse::Status::BAD_VALUE:
        Fail(BleSmpReason::INVALID_PARAMETERS);
        return;
    }
}

void
BlePairing::Timeout()
{
    if (m_state != State::FINISHED)
    {
        Finish(std::nullopt, BleSmpReason::TIMEOUT);
    }
}

void
BlePairing::Cancel(BleSmpReason reason)
{
    if (m_state != State::FINISHED)
    {
        Fail(reason);
    }
}

bool
BlePairing::IsRunning() const
{
    return m_state != State::IDLE && m_state != State::FINISHED;
}

bool
BlePairing::IsFinished() const
{
    return m_state == State::FINISHED;
}

std::optional<BlePairing::Method>
BlePairing::GetMethod() const
{
    return m_method;
}

void
BlePairing::On(const BlePairingRequest& request)
{
    if (IsInitiator())
    {
        Fail(BleSmpReason::COMMAND_NOT_SUPPORTED);
        return;
    }
    if (m_state == State::IDLE)
    {
        m_state = State::SECURITY_REQUESTED; // as if it had been asked for
    }
    if (!Expect(State::SECURITY_REQUESTED))
    {
        return;
    }
    m_peer = request.features;
    if (!Agree())
    {
        return;
    }
    m_state = State::WAIT_PUBLIC_KEY;
    Send(BlePairingResponse{OwnFeatures()});
}

void
BlePairing::On(const BlePairingResponse& response)
{
    if (!Expect(State::WAIT_RESPONSE))
    {
        return;
    }
    m_peer = response.features;
    // No keys were asked for, so none may be promised (3.6.1).
    if (((m_peer.initiatorKeys | m_peer.responderKeys) & LE_KEYS) != 0)
    {
        Fail(BleSmpReason::INVALID_PARAMETERS);
        return;
    }
    if (!Agree())
    {
        return;
    }
    MakeKeyPair();
    m_state = State::WAIT_PUBLIC_KEY;
    Send(PublicKey());
}

void
BlePairing::On(const BlePairingPublicKey& key)
{
    if (!Expect(State::WAIT_PUBLIC_KEY))
    {
        return;
    }
    if (!IsInitiator())
    {
        MakeKeyPair();
    }
    Bytes point(key.x.begin(), key.x.end());
    point.insert(point.end(), key.y.begin(), key.y.end());
    // A reflected key, or its negative, would let an impersonator answer with what this end says
    // (2.3.5.6.1; CVE-2020-26558).
    std::optional<Bytes> shared;
    if (key.x != m_ownX)
    {
        shared = m_keyPair->Agree(point);
    }
    if (!shared)
    {
        Fail(BleSmpReason::INVALID_PARAMETERS);
        return;
    }
    std::copy(shared->begin(), shared->end(), m_dhKey.begin());
    m_peerX = key.x;
    if (IsInitiator())
    {
        m_state = State::WAIT_CONFIRM;
        return;
    }
    DrawNonce();
    m_state = State::WAIT_RANDOM;
    Send(PublicKey());
    Send(BlePairingConfirm{BleSmpF4(m_ownX, m_peerX, m_ownNonce, 0)});
}

void
BlePairing::On(const BlePairingConfirm& confirm)
{
    if (!Expect(State::WAIT_CONFIRM))
    {
        return;
    }
    m_confirm = confirm.value;
    DrawNonce();
    m_state = State::WAIT_RANDOM;
    Send(BlePairingRandom{m_ownNonce});
}

void
BlePairing::On(const BlePairingRandom& random)
{
    if (!Expect(State::WAIT_RANDOM))
    {
        return;
    }
    m_peerNonce = random.value;
    if (IsInitiator() && BleSmpF4(m_peerX, m_ownX, m_peerNonce, 0) != m_confirm)
    {
        Fail(BleSmpReason::CONFIRM_VALUE_FAILED);
        return;
    }
    m_state = State::WAIT_DHKEY_CHECK;
    if (!IsInitiator())
    {
        Send(BlePairingRandom{m_ownNonce});
    }
    if (!Compared())
    {
        return;
    }
    DeriveKeys();
    if (IsInitiator())
    {
        Send(BlePairingDhKeyCheck{DhKeyCheck(true)});
    }
}

void
BlePairing::On(const BlePairingDhKeyCheck& check)
{
    if (!Expect(State::WAIT_DHKEY_CHECK))
    {
        return;
    }
    if (check.value != DhKeyCheck(false))
    {
        Fail(BleSmpReason::DHKEY_CHECK_FAILED);
        return;
    }
    if (!IsInitiator())
    {
        Send(BlePairingDhKeyCheck{DhKeyCheck(true)});
    }
    Finish(m_keys.ltk, BleSmpReason::SUCCESS);
}

void
BlePairing::On(const BlePairingFailed& failed)
{
    // Never answered: two ends would tell each other for ever.
    if (m_state != State::IDLE)
    {
        Finish(std::nullopt, FromAir(failed.reason));
    }
}

void
BlePairing::On(const BleSecurityRequest&)
{
    if (!IsInitiator())
    {
        Fail(BleSmpReason::COMMAND_NOT_SUPPORTED);
        return;
    }
    // One that crossed the Pairing Request on its way asks for what is under way (2.4.6).
    Start();
}

bool
BlePairing::IsInitiator() const
{
    return m_settings.role == Role::INITIATOR;
}

bool
BlePairing::Expect(State state)
{
    if (m_state != state)
    {
        Fail(BleSmpReason::UNSPECIFIED_REASON);
        return false;
    }
    return true;
}

BleSmpFeatures
BlePairing::OwnFeatures() const
{
    BleSmpFeatures features;
    features.ioCapability = m_settings.ioCapability;
    features.authReq = BLE_AUTH_SECURE_CONNECTIONS;
    features.authReq |= m_settings.bonding ? BLE_AUTH_BONDING : 0;
    features.authReq |= m_settings.authenticated ? BLE_AUTH_MITM : 0;
    features.maxKeySize = FULL_KEY;
    return features;
}

bool
BlePairing::Agree()
{
    if ((m_peer.authReq & BLE_AUTH_SECURE_CONNECTIONS) == 0)
    {
        Fail(BleSmpReason::AUTHENTICATION_REQUIREMENTS);
        return false;
    }
    if (m_peer.oobDataFlag != 0)
    {
        Fail(BleSmpReason::OOB_NOT_AVAILABLE);
        return false;
    }
    if (m_peer.maxKeySize < FULL_KEY)
    {
        Fail(BleSmpReason::ENCRYPTION_KEY_SIZE);
        return false;
    }

    // Table 2.8. Where a display meets a keyboard it is passkey entry, which this end cannot do.
    const BleIoCapability own = m_settings.ioCapability;
    const BleIoCapability peer = m_peer.ioCapability;
    const bool mitm = m_settings.authenticated || (m_peer.authReq & BLE_AUTH_MITM) != 0;
    const bool neither =
        own == BleIoCapability::NO_INPUT_NO_OUTPUT || peer == BleIoCapability::NO_INPUT_NO_OUTPUT;
    bool possible = true;
    if (mitm && Compares(own) && Compares(peer))
    {
        m_method = Method::NUMERIC_COMPARISON;
    }
    else
    {
        m_method = Method::JUST_WORKS;
        const bool passkey = mitm && !neither && (HasKeyboard(own) || HasKeyboard(peer));
        possible = !passkey && !m_settings.authenticated;
    }
    if (!possible)
    {
        m_method.reset();
        Fail(BleSmpReason::AUTHENTICATION_REQUIREMENTS);
    }
    return possible;
}

void
BlePairing::MakeKeyPair()
{
    Bytes octets;
    while (octets.size() < P256KeyPair::RANDOM_SIZE)
    {
        const uint32_t bits = m_callbacks.random();
        for (int shift = 24; shift >= 0; shift -= 8)
        {
            octets.push_back(static_cast<uint8_t>(bits >> shift));
        }
    }
    m_keyPair = P256KeyPair::FromRandom(octets);
    m_ownX = PublicKey().x;
}

BlePairingPublicKey
BlePairing::PublicKey() const
{
    const Bytes& point = m_keyPair->PublicKey();
    BlePairingPublicKey key;
    std::copy_n(point.begin(), key.x.size(), key.x.begin());
    std::copy(point.begin() + key.x.size(), point.end(), key.y.begin());
    return key;
}

void
BlePairing::DrawNonce()
{
    for (std::size_t i = 0; i < m_ownNonce.size(); i += 4)
    {
        const uint32_t bits = m_callbacks.random();
        for (std::size_t octet = 0; octet < 4; ++octet)
        {
            m_ownNonce[i + octet] = static_cast<uint8_t>(bits >> (24 - 8 * octet));
        }
    }
}

bool
BlePairing::Compared()
{
    if (m_method != Method::NUMERIC_COMPARISON)
    {
        return true;
    }
    const uint32_t number = IsInitiator() ? BleSmpG2(m_ownX, m_peerX, m_ownNonce, m_peerNonce)
                                          : BleSmpG2(m_peerX, m_ownX, m_peerNonce, m_ownNonce);
    if (!m_callbacks.compare || !m_callbacks.compare(BleComparisonDigits(number)))
    {
        Fail(BleSmpReason::NUMERIC_COMPARISON_FAILED);
        return false;
    }
    return true;
}

void
BlePairing::DeriveKeys()
{
    const bool initiator = IsInitiator();
    m_keys = BleSmpF5(m_dhKey,
                      initiator ? m_ownNonce : m_peerNonce,
                      initiator ? m_peerNonce : m_ownNonce,
                      m_settings.initiator,
                      m_settings.responder);
}

BleKey
BlePairing::DhKeyCheck(bool own) const
{
    const bool byInitiator = own == IsInitiator();
    const BleSmpAddress& sender = byInitiator ? m_settings.initiator : m_settings.responder;
    const BleSmpAddress& other = byInitiator ? m_settings.responder : m_settings.initiator;
    return BleSmpF6(m_keys.macKey,
                    own ? m_ownNonce : m_peerNonce,
                    own ? m_peerNonce : m_ownNonce,
                    BleKey{},
                    own ? OwnFeatures().IoCap() : m_peer.IoCap(),
                    sender,
                    other);
}

void
BlePairing::Send(const BleSmpPdu& pdu)
{
    m_callbacks.send(EncodeBleSmp(pdu));
}

void
BlePairing::Fail(BleSmpReason reason)
{
    m_state = State::FINISHED;
    Send(BlePairingFailed{reason});
    Finish(std::nullopt, reason);
}

void
BlePairing::Finish(const std::optional<BleKey>& ltk, BleSmpReason reason)
{
    m_state = State::FINISHED;
    // The owner may destroy this object in its answer: neither the function nor the key it is
    // given may be of this object then.
    const auto done = m_callbacks.done;
    const std::optional<BleKey> key = ltk;
    done(key, reason);
}

} // namespace ns3::iomt
