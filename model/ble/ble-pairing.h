// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_PAIRING_H
#define IOMT_BLE_PAIRING_H

#include "ble-smp-pdu.h"
#include "ble-smp-toolbox.h"

#include "ns3/p256-ecdh.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

namespace ns3::iomt
{

/// Longest silence of a peer in a pairing (Core 5.4, Vol 3, Part H, 3.4) [s].
constexpr int BLE_SMP_TIMEOUT_S = 30;

/**
 * @brief One LE Secure Connections pairing at one end (Core 5.4, Vol 3, Part H, 2.3.5.6).
 *
 * @code
 *  initiator (central)                    responder (peripheral)
 *    Pairing Request            ──▶
 *                               ◀──       Pairing Response
 *    Public Key PKa             ──▶
 *                               ◀──       Public Key PKb
 *                               ◀──       Confirm Cb = f4(PKb, PKa, Nb, 0)
 *    Random Na                  ──▶
 *                               ◀──       Random Nb
 *    Cb checked; numeric comparison of g2(PKa, PKb, Na, Nb) at both, or Just Works
 *    DHKey Check Ea             ──▶
 *                               ◀──       DHKey Check Eb
 * @endcode
 *
 * An object is one attempt; what arrives after its end is ignored. Whatever is malformed, out of
 * order or not authentic ends it with Pairing Failed. Legacy pairing, passkey entry and
 * out-of-band data are refused; keys of 128 bits only; no keys are distributed.
 *
 * It knows no clock: its owner calls Timeout() when IsRunning() and BLE_SMP_TIMEOUT_S have gone by
 * since the last call of Callbacks::send (3.4). It may be destroyed from within Callbacks::done.
 */
class BlePairing
{
  public:
    enum class Role
    {
        INITIATOR, //!< the central
        RESPONDER  //!< the peripheral
    };

    /// How numbers are to be compared, if at all.
    enum class Method
    {
        JUST_WORKS,
        NUMERIC_COMPARISON
    };

    struct Settings
    {
        Role role{Role::INITIATOR};
        BleSmpAddress initiator{}; //!< see ToBleSmpAddress() in ble-smp-address.h
        BleSmpAddress responder{};
        BleIoCapability ioCapability{BleIoCapability::NO_INPUT_NO_OUTPUT};
        /// Ask for protection against a man in the middle, and refuse Just Works.
        bool authenticated{false};
        bool bonding{true}; //!< tell the peer that the key will be kept
    };

    struct Callbacks
    {
        /// A command for the L2CAP channel of SMP (CID 0x0006), to be queued: it must not come
        /// back to Receive() before it returns.
        std::function<void(const Bytes&)> send;
        /// The end, once: the long term key and SUCCESS, or no key and why.
        std::function<void(const std::optional<BleKey>&, BleSmpReason)> done;
        /// Six digits that are equal at both ends, or someone is in the middle: accept? Where
        /// this is empty a numeric comparison is refused.
        std::function<bool(uint32_t)> compare;
        /// 32 uniform bits; keys and nonces come from here.
        std::function<uint32_t()> random;
    };

    /**
     * @param settings of this end
     * @param callbacks `send`, `done` and `random` are required
     * @throws std::invalid_argument if one is missing
     */
    BlePairing(const Settings& settings, Callbacks callbacks);
    ~BlePairing();
    BlePairing(const BlePairing&) = delete;
    BlePairing& operator=(const BlePairing&) = delete;

    /// Begin: the initiator sends Pairing Request, the responder Security Request. Once.
    void Start();

    /**
     * @param data what came on the SMP channel
     * @param size how many octets
     */
    void Receive(const uint8_t* data, std::size_t size);

    /// The peer was silent for too long: ends without a word to it (3.4).
    void Timeout();

    /// @param reason told to the peer
    void Cancel(BleSmpReason reason);

    /// @return whether a pairing has begun and not ended: the time to watch for silence
    bool IsRunning() const;
    /// @return whether it has ended, well or not
    bool IsFinished() const;
    /// @return how the keys were compared; known from the exchange of features on
    std::optional<Method> GetMethod() const;

  private:
    enum class State
    {
        IDLE,
        SECURITY_REQUESTED,
        WAIT_RESPONSE,
        WAIT_PUBLIC_KEY,
        WAIT_CONFIRM,
        WAIT_RANDOM,
        WAIT_DHKEY_CHECK,
        FINISHED
    };

    // What to do with each command; Receive() calls one.
    void On(const BlePairingRequest& request);
    void On(const BlePairingResponse& response);
    void On(const BlePairingPublicKey& key);
    void On(const BlePairingConfirm& confirm);
    void On(const BlePairingRandom& random);
    void On(const BlePairingDhKeyCheck& check);
    void On(const BlePairingFailed& failed);
    void On(const BleSecurityRequest& request);

    bool IsInitiator() const;
    /// @return whether this is the state for the command; ends the pairing if not
    bool Expect(State state);
    BleSmpFeatures OwnFeatures() const;
    /// Choose the method by the features of both. @return whether there is one; ends it if not
    bool Agree();
    void MakeKeyPair();
    BlePairingPublicKey PublicKey() const;
    void DrawNonce();
    /// @return whether those who look at the displays accept; ends it if not
    bool Compared();
    void DeriveKeys();
    /// @param own whose check @return the check this end sends, or the one it must receive
    BleKey DhKeyCheck(bool own) const;
    void Send(const BleSmpPdu& pdu);
    void Fail(BleSmpReason reason);
    void Finish(const std::optional<BleKey>& ltk, BleSmpReason reason);

    Settings m_settings;
    Callbacks m_callbacks;
    State m_state{State::IDLE};
    std::optional<Method> m_method;
    BleSmpFeatures m_peer;
    std::optional<P256KeyPair> m_keyPair;
    BleCoordinate m_ownX{};
    BleCoordinate m_peerX{};
    BleCoordinate m_dhKey{};
    BleKey m_ownNonce{};
    BleKey m_peerNonce{};
    BleKey m_confirm{};
    BleSmpKeys m_keys{};
};

} // namespace ns3::iomt

#endif // IOMT_BLE_PAIRING_H
